/**
 * The operator's tool for moving in and out: imports an existing uni-im database, verifies the result, exports, erases one
 * user. It stores what the domain stores, by the domain's own types and keys.
 */
package io.confab.migrate;
