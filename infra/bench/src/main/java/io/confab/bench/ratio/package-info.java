/**
 * Compares the times of Confab with those of the command pattern that it replaces, on the same machine and the same database
 * server.
 */
package io.confab.bench.ratio;
