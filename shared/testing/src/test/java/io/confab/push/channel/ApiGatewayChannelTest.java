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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The real client of the AWS SDK against a server that misbehaves in every way that API Gateway, or a network, may. */
class ApiGatewayChannelTest {
    private final HttpPeer peer = HttpPeer.answering(Answer.of(200));
    private ApiGatewayChannel channel;

    @BeforeEach
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        System.setProperty("aws.region", "eu-central-1");
        channel = new ApiGatewayChannel(
                Configs.of(Map.of("confab.push.websocket-endpoint", peer.uri() + "/live")), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        peer.close();
        List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region").forEach(System::clearProperty);
    }

    private static Device device() {
        Device device = new Device();
        device.id = "d1";
        device.connectionId = "abc=";
        return device;
    }

    private Outcome post(Device device, Duration within) {
        return channel.push(List.of(device), "{\"type\":\"receive\"}", within).get(0);
    }

    @Test
    void push_answered200_isDeliveredToTheConnectionSigned() {
        assertThat(post(device(), Duration.ofSeconds(3))).isEqualTo(Outcome.DELIVERED);

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

        assertThat(post(device(), Duration.ofSeconds(3))).isEqualTo(outcome);
        assertThat(peer.requests()).hasSize(1);
    }

    static Stream<Answer> endless() {
        return Stream.of(
                Answer.of(200).in(Manner.HANG),
                Answer.of(500).in(Manner.DRIP),
                Answer.of(200).in(Manner.DRIP),
                Answer.of(200).after(Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void push_noEndOfTheAnswer_isBusyInTimeAndGivesConnectionAndThreadBack(Answer answer) {
        // What the SDK loads at its first call is not measured.
        assertThat(post(device(), Duration.ofSeconds(3))).isEqualTo(Outcome.DELIVERED);
        peer.answer(answer);

        long start = System.nanoTime();
        assertThat(post(device(), Duration.ofMillis(300))).isInstanceOf(Outcome.Busy.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        if (answer.manner() != Manner.WHOLE) {
            await().atMost(Duration.ofMinutes(1)).until(() -> peer.openConnections() == 0);
        }

        peer.answer(Answer.of(200));
        assertThat(post(device(), Duration.ofSeconds(3))).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void push_noLimitOfItsOwn_endsAfterThreeSeconds() {
        peer.answer(Answer.of(200).in(Manner.HANG));

        long start = System.nanoTime();
        assertThat(post(device(), Duration.ofSeconds(60))).isInstanceOf(Outcome.Busy.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(2_900), Duration.ofMillis(4_500));
    }

    @Test
    void push_nobodyListens_isBusy() {
        peer.close();

        assertThat(post(device(), Duration.ofSeconds(3))).isInstanceOf(Outcome.Busy.class);
    }

    @Test
    void push_goneWhileItsConnectionIsBeingOpened_isBusy() {
        peer.answer(Answer.of(410));
        Device opening = device();
        opening.connectedAt = System.currentTimeMillis() - 2_000;
        Device open = device();
        open.connectedAt = System.currentTimeMillis() - 11_000;

        assertThat(post(opening, Duration.ofSeconds(3))).isEqualTo(Outcome.BUSY);
        assertThat(post(open, Duration.ofSeconds(3))).isEqualTo(Outcome.GONE);
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
