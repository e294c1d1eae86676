/** The database seen from its own instruments: command counters, the profiler, the server's own statistics. */
package io.confab.bench.database;
