package io.confab.vendors.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.VendorPush;
import io.confab.push.invocation.PushOptions;
import io.confab.push.vendor.Sns;
import io.confab.testing.Configs;
import io.confab.testing.HttpPeer;
import io.confab.testing.HttpPeer.Answer;
import io.confab.testing.HttpPeer.Manner;
import io.confab.testing.MotoServer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** The real SDK client against moto, whose platform endpoints refuse as SNS does, and against a server that misbehaves. */
@QuarkusTest
class SnsChannelTest {
    private static final Map<String, String> PROPERTIES =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "eu-central-1");
    /** As long as a call may take at all: what ends before, ends by a limit of its own. */
    private static final Duration WITHIN = Duration.ofSeconds(3);

    private static MotoServer moto;
    private static SnsClient sns;
    private static String application;

    @Inject
    DeviceRepository devices;

    @Inject
    com.mongodb.client.MongoClient mongo;

    @org.eclipse.microprofile.config.inject.ConfigProperty(name = "quarkus.mongodb.database")
    String database;

    @BeforeAll
    static void startMoto() throws Exception {
        PROPERTIES.forEach(System::setProperty);
        moto = MotoServer.start();
        sns = SnsClient.builder()
                .endpointOverride(moto.uri())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        application = sns.createPlatformApplication(
                        request -> request.name("app").platform("GCM").attributes(Map.of("PlatformCredential", "key")))
                .platformApplicationArn();
    }

    @AfterAll
    static void stopMoto() {
        if (moto != null) {
            moto.close();
        }
        PROPERTIES.keySet().forEach(System::clearProperty);
    }

    @BeforeEach
    void startOver() {
        mongo.getDatabase(database).getCollection("uni-id-device").drop();
    }

    private SnsChannel channel(String endpoint) {
        ConfabConfig config = Configs.of(Map.of(
                "confab.push.sns.android", application,
                "confab.push.sns.ios", application,
                "confab.push.sns.endpoint", endpoint));
        return new SnsChannel(new Sns(config), devices, config);
    }

    private Device device(String token) {
        Document stored = new Document("_id", "d-" + token)
                .append("device_key", "bob#" + token)
                .append("cid_key", "ws_" + token)
                .append("user_id", "bob")
                .append("device_id", token)
                .append("channel", "sns")
                .append("platform", "android")
                .append("endpoint", token);
        mongo.getDatabase(database).getCollection("uni-id-device").insertOne(stored);
        return stored(token);
    }

    private Device stored(String token) {
        return devices.findOne("bob", token).orElseThrow();
    }

    private static VendorPush push(String title, PushOptions options) {
        ObjectNode push =
                JsonNodeFactory.instance.objectNode().put("title", title).put("content", title);
        push.putObject("payload").put("type", "uni-im");
        return new VendorPush("request-1", push, OptionalLong.of(3), options);
    }

    private static Outcome send(SnsChannel channel, Device device) {
        return channel.push(List.of(device), push("hello", PushOptions.NONE), WITHIN)
                .get(0);
    }

    @Test
    void push_firstTime_makesTheEndpointAndKeepsItsArn() {
        SnsChannel channel = channel(moto.uri().toString());
        Device device = device("token-first");

        assertThat(channel.vendor().reaches(device)).isTrue();
        assertThat(send(channel, device)).isEqualTo(Outcome.DELIVERED);

        Device after = stored("token-first");
        assertThat(after.snsArn).startsWith("arn:aws:sns:eu-central-1:");
        assertThat(send(channel, after)).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void push_endpointExistsWithOtherAttributes_isTakenOver() {
        Device device = device("token-taken");
        String existing = sns.createPlatformEndpoint(request -> request.platformApplicationArn(application)
                        .token("token-taken")
                        .attributes(Map.of("CustomUserData", "other", "Enabled", "false")))
                .endpointArn();

        assertThat(send(channel(moto.uri().toString()), device)).isEqualTo(Outcome.DELIVERED);

        assertThat(stored("token-taken").snsArn).isEqualTo(existing);
        assertThat(sns.getEndpointAttributes(request -> request.endpointArn(existing))
                        .attributes())
                .containsEntry("Enabled", "true");
    }

    @Test
    void push_disabledEndpoint_isRepairedOnceThenGone() {
        SnsChannel channel = channel(moto.uri().toString());
        send(channel, device("token-disabled"));
        disable("token-disabled");

        assertThat(send(channel, stored("token-disabled"))).isEqualTo(Outcome.DELIVERED);

        disable("token-disabled");
        assertThat(send(channel, stored("token-disabled"))).isEqualTo(Outcome.GONE);
    }

    private void disable(String token) {
        sns.setEndpointAttributes(
                request -> request.endpointArn(stored(token).snsArn).attributes(Map.of("Enabled", "false")));
    }

    @Test
    void push_endpointDeleted_isMadeAgain() {
        SnsChannel channel = channel(moto.uri().toString());
        send(channel, device("token-deleted"));
        sns.deleteEndpoint(request -> request.endpointArn(stored("token-deleted").snsArn));

        assertThat(send(channel, stored("token-deleted"))).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void push_answersOfAMisbehavingServer_haveTheirOutcomes() {
        try (HttpPeer peer = HttpPeer.answering(Answer.of(500))) {
            SnsChannel channel = channel(peer.uri().toString());
            Device device = device("token-bad");
            device.snsArn = "arn:aws:sns:eu-central-1:1:endpoint/GCM/app/1";

            assertThat(send(channel, device)).isEqualTo(Outcome.BUSY);
            assertThat(peer.requests()).hasSize(1);
            peer.answer(Answer.of(429).header("Retry-After", "9"));
            assertThat(send(channel, device)).isEqualTo(new Outcome.Busy(Duration.ofSeconds(9)));
            peer.answer(Answer.of(413));
            assertThat(send(channel, device)).isInstanceOf(Outcome.Refused.class);
            for (Manner manner : List.of(Manner.HANG, Manner.DRIP, Manner.CUT)) {
                peer.answer(Answer.of(200).in(manner));
                long start = System.nanoTime();
                assertThat(channel.push(List.of(device), push("x", PushOptions.NONE), Duration.ofMillis(500))
                                .get(0))
                        .isEqualTo(Outcome.BUSY);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHIN);
            }
        }
    }

    @Test
    void message_ofEachPlatform_saysTitleBadgeSoundAndTtl() throws Exception {
        PushOptions options = new PushOptions(
                Optional.of(Duration.ofMinutes(1)),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("group"),
                Optional.of("ping.caf"),
                Optional.of("/page"));
        SnsMessage android = SnsMessage.of(push("hello", options), "android").orElseThrow();
        JsonNode google = part(android, "GCM").at("/fcmV1Message/message");
        assertThat(google.at("/notification/title").asText()).isEqualTo("hello");
        assertThat(google.at("/android/ttl").asText()).isEqualTo("60s");
        assertThat(google.at("/android/notification/notification_count").asInt())
                .isEqualTo(3);
        assertThat(google.at("/data/payload").asText()).isEqualTo("{\"type\":\"uni-im\"}");
        assertThat(android.attributes().get("AWS.SNS.MOBILE.GCM.TTL").stringValue())
                .isEqualTo("60");

        SnsMessage ios = SnsMessage.of(push("hello", options), "ios").orElseThrow();
        JsonNode apple = part(ios, "APNS");
        assertThat(apple.at("/aps/alert/body").asText()).isEqualTo("hello");
        assertThat(apple.at("/aps/badge").asInt()).isEqualTo(3);
        assertThat(apple.at("/aps/sound").asText()).isEqualTo("ping.caf");
        assertThat(apple.at("/aps/thread-id").asText()).isEqualTo("group");
        assertThat(ios.attributes().get("AWS.SNS.MOBILE.APNS.PUSH_TYPE").stringValue())
                .isEqualTo("alert");

        SnsMessage silent =
                SnsMessage.of(push("", PushOptions.NONE), "ios-sandbox").orElseThrow();
        assertThat(part(silent, "APNS_SANDBOX").at("/aps")).hasToString("{\"content-available\":1,\"badge\":3}");
        assertThat(silent.attributes().get("AWS.SNS.MOBILE.APNS.PUSH_TYPE").stringValue())
                .isEqualTo("background");
    }

    private static JsonNode part(SnsMessage message, String key) throws Exception {
        ObjectMapper json = new ObjectMapper();
        return json.readTree(json.readTree(message.json()).get(key).asText());
    }
}
