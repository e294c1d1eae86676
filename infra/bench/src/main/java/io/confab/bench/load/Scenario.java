package io.confab.bench.load;

import io.confab.bench.client.BenchUser;
import java.util.List;

/**
 * Who sends where, and who listens.
 *
 * @param lanes each is a thread that sends one message after the other
 * @param receivers connected during the run
 * @param receiversPerMessage how many of them are to get each message
 * @param bound the promised number of commands, in words
 */
public record Scenario(
        String name, List<Lane> lanes, List<BenchUser> receivers, int receiversPerMessage, String bound) {}
