package io.confab.vendors.webpush;

import io.confab.domain.device.PushServices;
import io.confab.push.channel.Deadline;
import io.confab.push.channel.DeadlineHttpClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests to push services: certificate and host name are verified, and redirects are not followed. The host's name is
 * looked up once for each request, all its addresses must be public, and the connection goes to the address that was looked at:
 * a name server that answers differently the next time (rebinding) leads nowhere. The clients are made at the first use.
 */
@Singleton
class WebPushClient {
    private static final int HTTPS = 443;
    private static final int MAX_CONNECTIONS = 100;

    private final PushServices services;
    private final Vertx vertx;
    private final PublicAddresses.Resolver resolver;
    private HttpClient client;
    private HttpClient testClient;

    @Inject
    WebPushClient(PushServices services, Vertx vertx) {
        this(services, vertx, InetAddress::getAllByName);
    }

    WebPushClient(PushServices services, Vertx vertx, PublicAddresses.Resolver resolver) {
        this.services = services;
        this.vertx = vertx;
        this.resolver = resolver;
    }

    /** What the service answered, without the body, which nobody reads. */
    record Answer(int status, Optional<String> retryAfter) {}

    /**
     * Posts one request and waits for the whole answer.
     *
     * @throws PublicAddresses.NotPublic if an address of the host is not one of the internet; the test peer's may be any
     * @throws IOException if there is no answer in time
     */
    Answer post(URI to, Map<String, String> headers, byte[] body, Duration within) throws IOException {
        boolean isTestPeer = services.isTestPeer(to);
        InetAddress[] addresses = resolver.resolve(to.getHost());
        if (!isTestPeer) {
            PublicAddresses.require(to.getHost(), addresses);
        }
        return Deadline.await(
                start(isTestPeer ? testClient() : client(), request(to, addresses[0], headers), body), within);
    }

    /** The name is that of the URL, for the certificate and the header {@code Host}; the address is the one that was looked at. */
    private static RequestOptions request(URI to, InetAddress address, Map<String, String> headers) {
        int port = to.getPort() == -1 ? HTTPS : to.getPort();
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(to.getHost())
                .setPort(port)
                .setSsl(true)
                .setURI(to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery()));
        headers.forEach(request::putHeader);
        return request;
    }

    /**
     * If the returned call is cancelled, its request is aborted, or never begins.
     *
     * <p>The event loop that sends the request also asks for the end of its answer. If the calling thread did, the answer could be over by
     * then, which Vert.x treats as an error (vert.x issue 3748): a push that was accepted would be sent again.
     */
    private static CompletableFuture<Answer> start(HttpClient client, RequestOptions options, byte[] body) {
        CompletableFuture<Answer> call = new CompletableFuture<>();
        Future<Answer> answer = client.request(options).compose(request -> {
            call.whenComplete((done, failure) -> {
                if (failure != null) {
                    request.reset();
                }
            });
            return request.send(Buffer.buffer(body)).compose(WebPushClient::whole);
        });
        answer.onSuccess(call::complete).onFailure(call::completeExceptionally);
        return call;
    }

    private static Future<Answer> whole(HttpClientResponse response) {
        return response.end()
                .map(end -> new Answer(response.statusCode(), Optional.ofNullable(response.getHeader("Retry-After"))));
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = vertx.createHttpClient(options());
        }
        return client;
    }

    private synchronized HttpClient testClient() {
        if (testClient == null) {
            String certificates = services.testPeer().orElseThrow().certificates();
            testClient =
                    vertx.createHttpClient(options().setTrustOptions(new PemTrustOptions().addCertPath(certificates)));
        }
        return testClient;
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout((int) DeadlineHttpClient.CONNECT.toMillis())
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setMaxPoolSize(MAX_CONNECTIONS);
    }
}
