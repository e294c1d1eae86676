/**
 * The rules of a messaging backend and how they are stored: conversations, messages, groups, friends, notifications,
 * users and devices, one package a feature. Knows MongoDB; knows nothing of Lambda, HTTP or how a push travels.
 */
package io.confab.domain;
