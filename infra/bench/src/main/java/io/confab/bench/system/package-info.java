/** The measured system: a server and a database that are already running, or that the benchmark starts and stops. */
package io.confab.bench.system;
