/**
 * How much one user, and all users of one group, may do (docs/settings.md#rates). What was done is known from what is
 * stored anyway, so a limit holds over all processes.
 */
package io.confab.domain.rate;
