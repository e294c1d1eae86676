package io.confab.local.system;

import io.confab.testing.HttpPeer;
import io.confab.testing.HttpPeer.Answer;
import io.confab.testing.HttpPeer.Request;
import io.confab.testing.TestCertificate;
import io.confab.testing.WebPushReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;

/** A push service of browsers on this machine, which accepts everything; a browser's own keys decrypt it. */
final class PushService implements AutoCloseable {
    private final TestCertificate certificate;
    private final HttpPeer peer;

    private PushService(TestCertificate certificate, HttpPeer peer) {
        this.certificate = certificate;
        this.peer = peer;
    }

    static PushService start(Path folder) {
        try {
            TestCertificate certificate = TestCertificate.make(Files.createDirectories(folder));
            return new PushService(
                    certificate, HttpPeer.start(certificate.sockets(), "https", request -> Answer.of(201)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no push service", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Lets a server call it. */
    Map<String, String> settings() {
        return Map.of("CONFAB_PUSH_WEBPUSH_TEST_PEER", "127.0.0.1:" + peer.port() + "," + certificate.pem());
    }

    /** What a user's browser gives its page. */
    String subscription(Account account) {
        return WebPushReceiver.subscription(peer.uri() + path(account));
    }

    /** What was posted for a user's browser. */
    List<Request> received(Account account) {
        return peer.requests().stream()
                .filter(request -> request.path().equals(path(account)))
                .toList();
    }

    private static String path(Account account) {
        return "/send/" + account.uid();
    }

    @Override
    public void close() {
        peer.close();
    }
}
