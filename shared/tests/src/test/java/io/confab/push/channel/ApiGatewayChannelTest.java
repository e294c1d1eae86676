package io.confab.push.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confab.domain.device.Device;
import io.confab.testing.Configs;
import io.confab.testing.HttpPeer;
import io.confab.testing.HttpPeer.Answer;
import io.confab.testing.HttpPeer.Manner;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The real client of the AWS SDK against a server that misbehaves in every way that API Gateway, or a network, may. */
@Timeout(120)
class ApiGatewayChannelTest {
    /** As long as a post may take at all. */
    private static final Duration WITHIN = Duration.ofSeconds(3);

    /** How often a busy machine may be slow. */
    private static final int TRIES = 5;

    private final HttpPeer peer = HttpPeer.answering(Answer.of(200));
    private ApiGatewayChannel channel;

    /** What the SDK loads at its first call may take longer than a post may. */
    @BeforeAll
    static void warmUp() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        System.setProperty("aws.region", "eu-central-1");
        try (HttpPeer any = HttpPeer.answering(Answer.of(200))) {
            ApiGatewayChannel first = channel(any);
            await().atMost(Duration.ofMinutes(1)).until(() -> post(first, device(), WITHIN) == Outcome.DELIVERED);
        }
    }

    @AfterAll
    static void clearProperties() {
        List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region").forEach(System::clearProperty);
    }

    @BeforeEach
    void start() {
        channel = channel(peer);
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    private static ApiGatewayChannel channel(HttpPeer to) {
        return new ApiGatewayChannel(
                Configs.of(Map.of("confab.push.websocket-endpoint", to.uri() + "/live")), Clock.systemUTC());
    }

    private static Device device() {
        Device device = new Device();
        device.id = "d1";
        device.connectionId = "abc=";
        return device;
    }

    private Outcome post(Device device, Duration within) {
        return post(channel, device, within);
    }

    private static Outcome post(ApiGatewayChannel channel, Device device, Duration within) {
        return channel.push(List.of(device), "{\"type\":\"receive\"}", within).get(0);
    }

    @Test
    void push_answered200_isDeliveredToTheConnectionSigned() {
        assertThat(post(device(), WITHIN)).isEqualTo(Outcome.DELIVERED);

        assertThat(peer.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/live/@connections/abc%3D");
            assertThat(request.text()).isEqualTo("{\"type\":\"receive\"}");
            assertThat(request.headers().get("authorization")).startsWith("AWS4-HMAC-SHA256");
        });
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(Answer.of(410), Outcome.GONE),
                Arguments.of(Answer.of(429), Outcome.BUSY),
                Arguments.of(Answer.of(429).header("Retry-After", "7"), new Outcome.Busy(Duration.ofSeconds(7))),
                Arguments.of(Answer.of(500), Outcome.BUSY),
                Arguments.of(Answer.of(503).body("no JSON"), Outcome.BUSY),
                Arguments.of(Answer.of(403), Outcome.BUSY),
                Arguments.of(Answer.of(413), new Outcome.Refused("status 413")),
                Arguments.of(Answer.of(500).in(Manner.CUT), Outcome.BUSY));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void push_everyAnswer_hasItsOutcomeAfterOneRequest(Answer answer, Outcome outcome) {
        peer.answer(answer);

        assertThat(post(device(), WITHIN)).isEqualTo(outcome);
        assertThat(peer.requests()).hasSize(1);
    }

    static Stream<Answer> endless() {
        return Stream.of(
                Answer.of(200).in(Manner.HANG),
                Answer.of(500).in(Manner.DRIP),
                Answer.of(200).in(Manner.DRIP),
                Answer.of(200).after(Duration.ofSeconds(30)));
    }

    /**
     * The other side never ends, so that the end of a call is its own. Only its earliest end is a matter of the code; on a busy
     * machine it is seen late, but hardly every time.
     */
    private void assertEndsAfter(Duration limit, Duration within, Duration atMost) {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < TRIES && fastest.compareTo(atMost) > 0; i++) {
            long start = System.nanoTime();
            assertThat(post(device(), within)).isInstanceOf(Outcome.Busy.class);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).isGreaterThan(limit.minusMillis(10));
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
        }
        assertThat(fastest).isLessThanOrEqualTo(atMost);
    }

    @ParameterizedTest
    @MethodSource("endless")
    void push_noEndOfTheAnswer_isBusyInTimeAndGivesConnectionAndThreadBack(Answer answer) {
        peer.answer(answer);

        assertEndsAfter(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(1_500));

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        if (answer.manner() != Manner.WHOLE) {
            await().atMost(Duration.ofMinutes(1)).until(() -> peer.openConnections() == 0);
        }
        peer.answer(Answer.of(200));
        assertThat(post(device(), WITHIN)).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void push_noLimitOfItsOwn_endsAfterThreeSeconds() {
        peer.answer(Answer.of(200).in(Manner.HANG));

        assertEndsAfter(WITHIN, Duration.ofSeconds(60), Duration.ofMillis(4_500));
    }

    @Test
    void push_nobodyListens_isBusy() {
        peer.close();

        assertThat(post(device(), WITHIN)).isInstanceOf(Outcome.Busy.class);
    }

    @Test
    void push_goneWhileItsConnectionIsBeingOpened_isBusy() {
        peer.answer(Answer.of(410));
        Device opening = device();
        opening.connectedAt = System.currentTimeMillis() - 2_000;
        Device open = device();
        open.connectedAt = System.currentTimeMillis() - 11_000;

        assertThat(post(opening, WITHIN)).isEqualTo(Outcome.BUSY);
        assertThat(post(open, WITHIN)).isEqualTo(Outcome.GONE);
    }

    @Test
    void close_ofAnyConnection_endsWhateverIsAnswered() {
        channel.close("abc=", "{\"type\":\"bye\"}");
        assertThat(peer.requests()).extracting(HttpPeer.Request::method).containsExactly("POST", "DELETE");

        peer.answer(Answer.of(410));
        channel.close("abc=", "{\"type\":\"bye\"}");
        peer.answer(Answer.of(500));
        channel.close("abc=", "{\"type\":\"bye\"}");
        assertThat(peer.requests()).hasSize(5);
    }
}
