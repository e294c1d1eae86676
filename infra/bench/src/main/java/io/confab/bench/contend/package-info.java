/** Contention: several senders in one conversation, where each message needs the next number. */
package io.confab.bench.contend;
