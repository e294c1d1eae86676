/**
 * Limits on what one user may do, and all members of one group together (docs/settings.md#rates). They are computed from stored
 * documents, so a limit holds over all processes together.
 */
package io.confab.domain.rate;
