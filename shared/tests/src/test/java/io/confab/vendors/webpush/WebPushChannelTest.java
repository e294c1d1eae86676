package io.confab.vendors.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.device.PushServices;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.VendorPush;
import io.confab.push.invocation.PushOptions;
import io.confab.push.vendor.WebPush;
import io.confab.testing.Configs;
import io.confab.testing.HttpPeer;
import io.confab.testing.HttpPeer.Answer;
import io.confab.testing.HttpPeer.Manner;
import io.confab.testing.TestCertificate;
import io.confab.testing.WebPushReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real client against a push service of this machine that speaks TLS; a receiver of our own decrypts. */
@QuarkusTest
class WebPushChannelTest {
    /** As long as a call may take at all: what ends before, ends by a limit of its own. */
    private static final Duration WITHIN = Duration.ofSeconds(3);

    private static final String PRIVATE_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String VECTOR = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
            + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    private static final InetAddress[] LOOPBACK = {InetAddress.getLoopbackAddress()};

    @TempDir
    static Path folder;

    private static TestCertificate certificate;
    private static HttpPeer peer;

    @Inject
    DeviceRepository devices;

    @Inject
    MongoClient mongo;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.mongodb.database")
    String database;

    private PushServiceAlarm alarm;

    @BeforeAll
    static void start() throws Exception {
        certificate = TestCertificate.make(folder);
        peer = HttpPeer.start(certificate.sockets(), "https", request -> Answer.of(201));
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    @BeforeEach
    void startOver() {
        records().drop();
        peer.answer(Answer.of(201));
    }

    private MongoCollection<Document> records() {
        return mongo.getDatabase(database).getCollection("uni-id-device");
    }

    private static ConfabConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "confab.local", "true",
                "confab.vapid.public-key",
                        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
                "confab.vapid.private-key", PRIVATE_KEY,
                "confab.vapid.subject", "mailto:operator@example.com",
                "confab.push.webpush.test-peer", "127.0.0.1:" + peer.port() + "," + certificate.pem()));
        settings.putAll(more);
        return Configs.of(settings);
    }

    private WebPushChannel channel() {
        ConfabConfig config = config(Map.of());
        PushServices services = PushServices.of(config);
        alarm = new PushServiceAlarm(Clock.systemUTC());
        return new WebPushChannel(
                new WebPush(services),
                services,
                new WebPushClient(services, vertx),
                new Vapid(config, Configs.secrets(Map.of("confab.vapid.private-key", PRIVATE_KEY))),
                devices,
                alarm,
                Clock.systemUTC());
    }

    private Device device(String endpoint) {
        records()
                .insertOne(new Document("_id", "d1")
                        .append("device_key", "bob#web")
                        .append("cid_key", "ws_d1")
                        .append("user_id", "bob")
                        .append("device_id", "web")
                        .append("channel", "webpush")
                        .append("endpoint", WebPushReceiver.subscription(endpoint)));
        return stored();
    }

    private Device stored() {
        return devices.findOne("bob", "web").orElseThrow();
    }

    private Device device() {
        return device(peer.uri() + "/send/abc");
    }

    private static VendorPush push(String title, String body) {
        ObjectNode push =
                JsonNodeFactory.instance.objectNode().put("title", title).put("content", title);
        ObjectNode data = push.putObject("payload").put("type", "uni-im").putObject("data");
        data.put("_id", "m1").put("conversation_id", "c1").put("type", "text").put("body", body);
        return new VendorPush("request-1", push, OptionalLong.of(3), PushOptions.NONE);
    }

    private static Outcome send(WebPushChannel channel, Device device, VendorPush push) {
        return channel.push(List.of(device), push, WITHIN).get(0);
    }

    private static HttpPeer.Request last() {
        return peer.requests().get(peer.requests().size() - 1);
    }

    @Test
    void receiver_decryptsTheExampleOfTheStandard() throws Exception {
        assertThat(WebPushReceiver.decrypt(Base64.getUrlDecoder().decode(VECTOR)))
                .isEqualTo("When I grow up, I want to be a watermelon");
    }

    @Test
    void push_accepted_isEncryptedSignedAndDelivered() throws Exception {
        assertThat(send(channel(), device(), push("hello", "你好 😀"))).isEqualTo(Outcome.DELIVERED);

        JsonNode text = new ObjectMapper().readTree(WebPushReceiver.decrypt(last().body()));
        assertThat(text.get("title").asText()).isEqualTo("hello");
        assertThat(text.get("badge").asInt()).isEqualTo(3);
        assertThat(text.at("/payload/data/body").asText()).isEqualTo("你好 😀");
        Map<String, String> headers = last().headers();
        assertThat(headers)
                .containsEntry("ttl", "86400")
                .containsEntry("content-encoding", "aes128gcm")
                .containsKeys("urgency", "topic");
        assertThat(headers.get("topic")).hasSizeLessThanOrEqualTo(32);
        String[] vapid = headers.get("authorization").split("[ ,=]+");
        assertThat(vapid[0]).isEqualToIgnoringCase("vapid");
        String claims = new String(Base64.getUrlDecoder().decode(vapid[2].split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(new ObjectMapper().readTree(claims).get("aud").asText())
                .isEqualTo(peer.uri().toString());
        assertThat(claims).contains("mailto:operator@example.com");
    }

    @Test
    void push_tooLargeForTheService_isShrunkOnce() throws Exception {
        peer.answer(request -> Answer.of(request.body().length > 2_000 ? 413 : 201));

        assertThat(send(channel(), device(), push("hello", "漢".repeat(900)))).isEqualTo(Outcome.DELIVERED);

        JsonNode text = new ObjectMapper().readTree(WebPushReceiver.decrypt(last().body()));
        assertThat(text.at("/payload/data/LongMsg").asBoolean()).isTrue();
        assertThat(text.at("/payload/data/body").asText()).isEqualTo("漢".repeat(50));

        peer.answer(Answer.of(413));
        int before = peer.requests().size();
        assertThat(send(channel(), stored(), push("hello", "x"))).isInstanceOf(Outcome.Refused.class);
        assertThat(peer.requests()).hasSize(before + 2);
    }

    @Test
    void push_answers_haveTheirOutcomes() {
        WebPushChannel channel = channel();
        Device device = device();
        Map<Answer, Outcome> outcomes = Map.of(
                Answer.of(404), Outcome.GONE,
                Answer.of(410), Outcome.GONE,
                Answer.of(500), Outcome.BUSY,
                Answer.of(429).header("Retry-After", "60"), new Outcome.Busy(Duration.ofSeconds(60)),
                Answer.of(302).header("Location", "https://127.0.0.1/"), Outcome.BUSY,
                Answer.of(400), new Outcome.Refused("status 400"));
        outcomes.forEach((answer, outcome) -> {
            peer.answer(answer);
            assertThat(send(channel, device, push("t", "b"))).as("%s", answer).isEqualTo(outcome);
        });
        for (Manner manner : List.of(Manner.HANG, Manner.DRIP)) {
            peer.answer(Answer.of(201).in(manner));
            long start = System.nanoTime();
            assertThat(channel.push(List.of(device), push("t", "b"), Duration.ofMillis(600))
                            .get(0))
                    .isEqualTo(Outcome.BUSY);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHIN);
        }
    }

    @Test
    void push_signatureRefusedThreeTimes_removesTheDevice_andOnceAcceptedItBeginsAnew() {
        WebPushChannel channel = channel();
        device();
        peer.answer(Answer.of(403));
        assertThat(send(channel, stored(), push("t", "b"))).isInstanceOf(Outcome.Refused.class);
        assertThat(send(channel, stored(), push("t", "b"))).isInstanceOf(Outcome.Refused.class);
        peer.answer(Answer.of(201));
        assertThat(send(channel, stored(), push("t", "b"))).isEqualTo(Outcome.DELIVERED);
        peer.answer(Answer.of(401));
        send(channel, stored(), push("t", "b"));
        send(channel, stored(), push("t", "b"));
        assertThat(send(channel, stored(), push("t", "b"))).isEqualTo(Outcome.GONE);
    }

    @Test
    void alarm_fiveDevicesRefusedAndNoneAccepted_rings() {
        PushServiceAlarm bell = new PushServiceAlarm(Clock.systemUTC());
        for (int i = 0; i < 10; i++) {
            assertThat(bell.refused("one.example", "the same")).isFalse();
        }
        for (int i = 0; i < 4; i++) {
            bell.refused("two.example", "d" + i);
        }
        bell.accepted("two.example");
        assertThat(bell.refused("two.example", "d5")).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(bell.refused("three.example", "d" + i)).isFalse();
        }
        assertThat(bell.refused("three.example", "d4")).isTrue();
    }

    @Test
    void push_silent_neverGoesToABrowser() {
        int before = peer.requests().size();
        assertThat(send(channel(), device(), push("", ""))).isInstanceOf(Outcome.Refused.class);
        assertThat(peer.requests()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/x",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/x",
                "https://2130706433/x",
                "http://fcm.googleapis.com/x",
                "https://evil.example/x"
            })
    void push_addressThatIsNotAllowed_isRefusedWithoutARequest(String endpoint) {
        assertThat(send(channel(), device(endpoint), push("t", "b"))).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "172.16.3.4",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "ff02::1"
            })
    void post_nameThatLeadsInside_isRefused(String address) throws Exception {
        InetAddress inside = InetAddress.getByName(address);
        InetAddress outside = InetAddress.getByName("8.8.8.8");
        WebPushClient client = client(host -> new InetAddress[] {outside, inside});

        assertThatThrownBy(() -> post(client, URI.create("https://fcm.googleapis.com/x")))
                .isInstanceOf(PublicAddresses.NotPublic.class);
        assertThat(PublicAddresses.isPublic(outside)).isTrue();
        assertThat(PublicAddresses.isPublic(InetAddress.getByName("2a00:1450:4001:80b::200a")))
                .isTrue();
    }

    @Test
    void push_certificateOfAnotherHost_isNotTrusted() throws Exception {
        HttpPeer other = HttpPeer.start(
                TestCertificate.make(Files.createTempDirectory(folder, "other")).sockets(),
                "https",
                request -> Answer.of(201));
        try (other) {
            ConfabConfig config = config(
                    Map.of("confab.push.webpush.test-peer", "127.0.0.1:" + other.port() + "," + certificate.pem()));
            PushServices services = PushServices.of(config);
            assertThatThrownBy(() -> post(new WebPushClient(services, vertx), other.uri()))
                    .isInstanceOf(IOException.class);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void post_certificateIsOfTheAddressButNotOfTheName_isNotTrusted() throws Exception {
        ConfabConfig config = config(
                Map.of("confab.push.webpush.test-peer", "push.example:" + peer.port() + "," + certificate.pem()));
        WebPushClient client = new WebPushClient(PushServices.of(config), vertx, host -> LOOPBACK);
        int before = peer.requests().size();

        assertThatThrownBy(() -> post(client, URI.create("https://push.example:" + peer.port() + "/x")))
                .isInstanceOf(IOException.class)
                .hasRootCauseInstanceOf(CertificateException.class);
        assertThat(peer.requests()).hasSize(before);
    }

    /** A name server that first answers with a public address, and then with one of this machine. */
    @Test
    void post_nameThatLeadsInsideAtTheNextLookUp_connectsToTheAddressThatWasLookedAt() throws Exception {
        // For documents only (RFC 5737): nobody answers there.
        InetAddress[] nobodys = {InetAddress.getByName("203.0.113.1")};
        AtomicInteger lookUps = new AtomicInteger();
        WebPushClient client = client(host -> lookUps.getAndIncrement() == 0 ? nobodys : LOOPBACK);
        long before = peer.connections();
        // The system's own look-up leads to this machine, too.
        URI rebound = URI.create("https://localhost:" + peer.port() + "/x");

        assertThatThrownBy(() -> post(client, rebound)).isInstanceOf(IOException.class);
        assertThat(lookUps).hasValue(1);
        assertThatThrownBy(() -> post(client, rebound)).isInstanceOf(PublicAddresses.NotPublic.class);
        assertThat(peer.connections()).isEqualTo(before);
    }

    private WebPushClient client(PublicAddresses.Resolver resolver) {
        return new WebPushClient(PushServices.of(config(Map.of())), vertx, resolver);
    }

    private static void post(WebPushClient client, URI to) throws IOException {
        client.post(to, Map.of(), new byte[0], WITHIN);
    }

    @Test
    void testPeer_inADeployment_stopsTheStart() {
        assertThatThrownBy(() -> PushServices.of(config(Map.of("confab.local", "false"))))
                .hasMessageContaining("CONFAB_PUSH_WEBPUSH_TEST_PEER");
    }
}
