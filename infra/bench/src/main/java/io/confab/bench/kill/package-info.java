/** Kills the server while users send: every acknowledged message must be stored, once and in order. */
package io.confab.bench.kill;
