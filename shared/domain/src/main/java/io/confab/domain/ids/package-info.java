/**
 * How ids and the keys of derived things are made: conversations, requests, messages that one call makes. Used by all other
 * packages, uses none.
 */
package io.confab.domain.ids;
