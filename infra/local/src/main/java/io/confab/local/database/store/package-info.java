/**
 * Sorted maps on one file, changed atomically and kept over {@code kill -9}: an {@code MVStore} that is written now and then,
 * and a log of what has changed since.
 */
package io.confab.local.database.store;
