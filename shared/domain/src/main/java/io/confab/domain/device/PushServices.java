package io.confab.domain.device;

import io.confab.domain.config.ConfabConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The push services of browsers to which this server may send requests. A subscription's endpoint is a URL that a client chose;
 * only one whose host is listed is ever called (docs/push.md#set-up).
 */
@Singleton
public class PushServices {
    private static final String WILDCARD = "*.";
    private static final int HTTPS = 443;

    private final boolean isOn;
    private final List<String> hosts;
    private final Optional<TestPeer> testPeer;

    @Inject
    PushServices(ConfabConfig config) {
        this(
                config.vapid().publicKey().isPresent(),
                hosts(config.push().webpush().hosts()),
                config.push().webpush().testPeer().map(TestPeer::of));
        if (testPeer.isPresent() && !config.local()) {
            throw new IllegalStateException("CONFAB_PUSH_WEBPUSH_TEST_PEER is for tests on one machine: remove it");
        }
    }

    /** As an operator has set them; outside an application. */
    public static PushServices of(ConfabConfig config) {
        return new PushServices(config);
    }

    PushServices(boolean isOn, List<String> hosts, Optional<TestPeer> testPeer) {
        this.isOn = isOn;
        this.hosts = hosts;
        this.testPeer = testPeer;
    }

    static List<String> hosts(String setting) {
        return Arrays.stream(setting.split(","))
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .toList();
    }

    /**
     * A push service of a test.
     *
     * @param authority host and port
     * @param certificates path of a PEM file with the certificates that are trusted for it
     */
    public record TestPeer(String authority, String certificates) {
        static TestPeer of(String setting) {
            String[] parts = setting.split(",", 2);
            return new TestPeer(parts[0].strip(), parts[1].strip());
        }
    }

    /** Whether this server has keys for web push. */
    public boolean isOn() {
        return isOn;
    }

    public Optional<TestPeer> testPeer() {
        return testPeer;
    }

    public boolean isTestPeer(URI endpoint) {
        return testPeer.filter(peer -> peer.authority().equals(endpoint.getRawAuthority()))
                .isPresent();
    }

    /** Whether a subscription with this endpoint may be called: by {@code https}, on its default port, on a listed host. */
    public boolean allows(URI endpoint) {
        boolean isWeb = "https".equals(endpoint.getScheme())
                && endpoint.getHost() != null
                && endpoint.getRawUserInfo() == null
                && endpoint.getRawFragment() == null;
        if (!isWeb) {
            return false;
        }
        boolean isDefaultPort = endpoint.getPort() == -1 || endpoint.getPort() == HTTPS;
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        return isTestPeer(endpoint) || (isDefaultPort && hosts.stream().anyMatch(allowed -> matches(allowed, host)));
    }

    /** Whole labels: {@code *.push.apple.com} has {@code web.push.apple.com}, not {@code evilpush.apple.com}. */
    private static boolean matches(String allowed, String host) {
        return allowed.startsWith(WILDCARD) ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }
}
