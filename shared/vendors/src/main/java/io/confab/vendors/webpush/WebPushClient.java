package io.confab.vendors.webpush;

import io.confab.domain.device.PushServices;
import io.confab.push.channel.Deadline;
import io.confab.push.channel.DeadlineHttpClient;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sends requests to push services: certificate and host name are verified, redirects are not followed, and every address of the
 * host is looked at first. The JDK keeps what a name server answered for 30 seconds, so it connects to what was looked at. The
 * clients are made at the first use.
 */
@Singleton
class WebPushClient {
    private final PushServices services;
    private final PublicAddresses.Resolver resolver;
    private HttpClient client;
    private HttpClient testClient;

    @Inject
    WebPushClient(PushServices services) {
        this(services, InetAddress::getAllByName);
    }

    WebPushClient(PushServices services, PublicAddresses.Resolver resolver) {
        this.services = services;
        this.resolver = resolver;
    }

    /**
     * Sends one request and waits for the whole answer, whose body nobody reads.
     *
     * @throws PublicAddresses.NotPublic if an address of the host is not one of the internet
     * @throws IOException if there is no answer in time
     */
    HttpResponse<Void> send(HttpRequest request, boolean toTestPeer, Duration within) throws IOException {
        if (!toTestPeer) {
            PublicAddresses.require(request.uri().getHost(), resolver);
        }
        HttpClient chosen = toTestPeer ? testClient() : client();
        return Deadline.await(chosen.sendAsync(request, HttpResponse.BodyHandlers.discarding()), within);
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = builder().build();
        }
        return client;
    }

    private synchronized HttpClient testClient() throws IOException {
        if (testClient == null) {
            testClient = builder()
                    .sslContext(
                            trusting(Path.of(services.testPeer().orElseThrow().certificates())))
                    .build();
        }
        return testClient;
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .connectTimeout(DeadlineHttpClient.CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
    }

    private static SSLContext trusting(Path certificates) throws IOException {
        try (InputStream pem = Files.newInputStream(certificates)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("test-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the test peer's certificates cannot be read", e);
        }
    }
}
