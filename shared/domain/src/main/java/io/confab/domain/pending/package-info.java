/** Pushes that wait until their device connects. Called by shared/push. */
package io.confab.domain.pending;
