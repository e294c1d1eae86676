package io.confab.push.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The JDK's HTTP client for the AWS SDK. A call that is aborted, or is not over after {@link #WHOLE}, gives its thread back at
 * once and closes its connection, whatever the other side does: also while it connects, waits for the answer, or reads an answer
 * that comes drop by drop. The SDK's own clients read on a blocking socket, where only a silence ends a call.
 */
public final class DeadlineHttpClient implements SdkHttpClient {
    public static final Duration CONNECT = Duration.ofSeconds(1);
    static final Duration WHOLE = Duration.ofSeconds(3);

    /** The JDK writes these headers itself. */
    private static final Set<String> WRITTEN_BY_JDK =
            Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(request);
    }

    private final class Call implements ExecutableHttpRequest {
        private final HttpExecuteRequest request;
        private CompletableFuture<HttpResponse<byte[]>> answer;
        private boolean aborted;

        private Call(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            CompletableFuture<HttpResponse<byte[]>> started = start(httpRequest());
            return response(Deadline.await(started, WHOLE));
        }

        private synchronized CompletableFuture<HttpResponse<byte[]>> start(HttpRequest prepared) throws IOException {
            if (aborted) {
                throw new IOException("aborted");
            }
            answer = client.sendAsync(prepared, HttpResponse.BodyHandlers.ofByteArray());
            return answer;
        }

        @Override
        public synchronized void abort() {
            aborted = true;
            if (answer != null) {
                answer.cancel(true);
            }
        }

        private HttpRequest httpRequest() throws IOException {
            HttpRequest.Builder builder = HttpRequest.newBuilder(
                            request.httpRequest().getUri())
                    .method(request.httpRequest().method().name(), HttpRequest.BodyPublishers.ofByteArray(body()));
            request.httpRequest().forEachHeader((name, values) -> {
                if (!WRITTEN_BY_JDK.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> builder.header(name, value));
                }
            });
            return builder.build();
        }

        private byte[] body() throws IOException {
            if (request.contentStreamProvider().isEmpty()) {
                return new byte[0];
            }
            try (InputStream body = request.contentStreamProvider().get().newStream()) {
                return body.readAllBytes();
            }
        }
    }

    private static HttpExecuteResponse response(HttpResponse<byte[]> answer) {
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(answer.statusCode())
                        .headers(answer.headers().map())
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
                .build();
    }

    @Override
    public void close() {
        // The JDK's client ends when nobody refers to it.
    }

    @Override
    public String clientName() {
        return "Jdk";
    }
}
