/** Instruments: latencies, processor time, tables, progress. They know nothing of what they measure. */
package io.confab.bench.measure;
