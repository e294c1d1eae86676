/** Pushes that wait until their device connects. Called by the push room. */
package io.confab.domain.pending;
