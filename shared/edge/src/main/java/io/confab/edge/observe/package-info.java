/** What operators see of each invocation: one line of metrics, and keys in every line of the log (docs/operations.md#metrics). */
package io.confab.edge.observe;
