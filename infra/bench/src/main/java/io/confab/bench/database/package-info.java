/** Reads the database server's own instruments: command counters, profiler, statistics. */
package io.confab.bench.database;
