/**
 * How ids and the keys of derived things are made: conversations, requests, messages that one call makes. Known by all,
 * knows nothing.
 */
package io.confab.domain.ids;
