package io.confab.bench.system;

import com.mongodb.ConnectionString;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Refuses addresses of other machines, on which a benchmark would be an attack. */
final class Loopback {
    private Loopback() {}

    static URI check(URI url) {
        checkHost(url.getHost());
        return url;
    }

    static ConnectionString check(ConnectionString mongodb) {
        mongodb.getHosts().forEach(host -> checkHost(host.replaceFirst(":\\d+$", "")));
        return mongodb;
    }

    private static void checkHost(String host) {
        try {
            if (host != null && InetAddress.getByName(host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host: " + host, e);
        }
        throw new IllegalArgumentException("the bench runs against this machine only, not against " + host);
    }
}
