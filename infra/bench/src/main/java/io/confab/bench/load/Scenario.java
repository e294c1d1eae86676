package io.confab.bench.load;

import io.confab.bench.client.BenchUser;
import java.util.List;

/**
 * The senders, their conversations, and the receivers of a load.
 *
 * @param lanes each has a thread that sends one message after the other
 * @param receivers connected during the run
 * @param receiversPerMessage the number of receivers that must get each message
 * @param bound the maximum number of commands, in words
 */
public record Scenario(
        String name, List<Lane> lanes, List<BenchUser> receivers, int receiversPerMessage, String bound) {}
