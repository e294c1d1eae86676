/**
 * The operator's tool for migration: imports an existing uni-im database, verifies the result, exports data, erases one user.
 * It stores documents through the types and keys of the domain.
 */
package io.confab.migrate;
