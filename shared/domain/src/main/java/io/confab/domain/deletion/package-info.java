/** Messages that a user has hidden from themselves. Called by deleteMsg; asked by everything that shows messages. */
package io.confab.domain.deletion;
