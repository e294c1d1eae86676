package io.confab.vendors.webpush;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Says, with an error in the log, that a push service accepts our signature for nobody: it refused at least 5 devices within 5
 * minutes and accepted none. A single device that is refused is that device's matter. Counted for each process.
 */
@Singleton
class PushServiceAlarm {
    static final int DEVICES = 5;
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Logger LOG = Logger.getLogger(PushServiceAlarm.class);

    private final Clock clock;
    private final Map<String, Refused> byHost = new ConcurrentHashMap<>();

    PushServiceAlarm(Clock clock) {
        this.clock = clock;
    }

    private static final class Refused {
        private final Set<String> devices = new HashSet<>();
        private final long since;

        Refused(long since) {
            this.since = since;
        }
    }

    void accepted(String host) {
        byHost.remove(host);
    }

    /** Returns whether the alarm rang. */
    boolean refused(String host, String deviceId) {
        long now = clock.millis();
        boolean[] rang = new boolean[1];
        byHost.compute(host, (name, before) -> {
            Refused refused = before == null || now - before.since > WINDOW.toMillis() ? new Refused(now) : before;
            refused.devices.add(deviceId);
            rang[0] = refused.devices.size() >= DEVICES;
            return rang[0] ? null : refused;
        });
        if (rang[0]) {
            LOG.errorf("a push service accepts no push: host=%s; are CONFAB_VAPID_… the keys of the clients?", host);
        }
        return rang[0];
    }
}
