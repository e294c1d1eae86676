/**
 * The rules of a messaging backend and how they are stored: conversations, messages, groups, friends, notifications,
 * users and devices, one package for each feature. Uses MongoDB; does not depend on Lambda, HTTP or the way of a push to a device.
 */
package io.confab.domain;
