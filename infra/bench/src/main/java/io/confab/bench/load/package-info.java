/** Load: many senders at once, and what it costs in time, processor and database commands. */
package io.confab.bench.load;
