/** {@code fanout}: messages to large groups, many members of which are connected. */
package io.confab.bench.fanout;
