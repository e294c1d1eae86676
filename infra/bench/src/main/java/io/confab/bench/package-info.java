/**
 * Benchmarks: black-box measurements of a running system. They use its methods and the counters of the database, and share no
 * code with what they measure.
 */
package io.confab.bench;
