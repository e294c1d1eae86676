/**
 * How much one user, and all users of one group, may do (contract section 9, Settings; decision record 0021). What was done is
 * known from what is stored anyway, so that a limit holds over all processes.
 */
package io.confab.domain.rate;
