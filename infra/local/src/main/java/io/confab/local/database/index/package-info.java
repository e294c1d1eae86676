/**
 * Indexes of the embedded database, and how a query is answered with them. What an index says is only which documents may
 * match and in which order they come: the library's own matcher decides, so a condition that is not understood here costs
 * time, never a result.
 */
package io.confab.local.database.index;
