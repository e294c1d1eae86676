/** The server killed in the middle of a conversation: what was acknowledged must be there, once, in order. */
package io.confab.bench.kill;
