/** Counts exactly, method by method, the database commands of a call. */
package io.confab.bench.count;
