/**
 * Ratios: what Confab needs, beside what the command pattern that it replaces needs on the same machine and the same
 * database server.
 */
package io.confab.bench.ratio;
