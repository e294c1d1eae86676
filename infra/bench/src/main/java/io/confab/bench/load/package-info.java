/** Load of many senders at the same time: what it costs in time, processor time and database commands. */
package io.confab.bench.load;
