/** Counts, exactly and method by method, what a call asks of the database. */
package io.confab.bench.count;
