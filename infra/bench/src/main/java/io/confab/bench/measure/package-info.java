/** Instruments: latencies, processor time, tables, progress. They do not depend on what is measured. */
package io.confab.bench.measure;
