/** What happens in a function, counted for its operator (docs/operations.md#metrics). */
package io.confab.domain.tally;
