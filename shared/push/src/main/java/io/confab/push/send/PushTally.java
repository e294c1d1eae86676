package io.confab.push.send;

import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import io.confab.push.channel.Outcome;
import io.confab.push.vendor.Sns;
import io.confab.push.vendor.Vendor;
import io.confab.push.vendor.WebPush;
import jakarta.inject.Singleton;
import java.util.List;

/** Counts pushes by channel and outcome: each attempt at each device. Called by several threads at once. */
@Singleton
class PushTally {
    private static final Channel ONLINE =
            new Channel(Metric.ONLINE_DELIVERED, Metric.ONLINE_GONE, Metric.ONLINE_REFUSED, Metric.ONLINE_BUSY);
    private static final Channel SNS =
            new Channel(Metric.SNS_DELIVERED, Metric.SNS_GONE, Metric.SNS_REFUSED, Metric.SNS_BUSY);
    private static final Channel WEB_PUSH =
            new Channel(Metric.WEB_PUSH_DELIVERED, Metric.WEB_PUSH_GONE, Metric.WEB_PUSH_REFUSED, Metric.WEB_PUSH_BUSY);
    private static final Channel UNI_PUSH =
            new Channel(Metric.UNI_PUSH_DELIVERED, Metric.UNI_PUSH_GONE, Metric.UNI_PUSH_REFUSED, Metric.UNI_PUSH_BUSY);

    private final Tally tally;

    PushTally(Tally tally) {
        this.tally = tally;
    }

    private record Channel(Metric delivered, Metric gone, Metric refused, Metric busy) {
        Metric of(Outcome outcome) {
            if (outcome instanceof Outcome.Delivered) {
                return delivered;
            }
            if (outcome instanceof Outcome.Gone) {
                return gone;
            }
            return outcome instanceof Outcome.Refused ? refused : busy;
        }
    }

    /** Returns what it has counted, as it is. */
    List<Outcome> online(List<Outcome> outcomes) {
        return counted(ONLINE, outcomes);
    }

    /** As {@link #online}, for a vendor's devices. */
    List<Outcome> vendor(Vendor vendor, List<Outcome> outcomes) {
        return counted(vendor instanceof Sns ? SNS : vendor instanceof WebPush ? WEB_PUSH : UNI_PUSH, outcomes);
    }

    void retry() {
        tally.add(Metric.RETRIES);
    }

    private List<Outcome> counted(Channel channel, List<Outcome> outcomes) {
        outcomes.forEach(outcome -> tally.add(channel.of(outcome)));
        return outcomes;
    }
}
