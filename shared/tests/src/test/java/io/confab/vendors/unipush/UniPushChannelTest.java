package io.confab.vendors.unipush;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.VendorPush;
import io.confab.push.invocation.PushOptions;
import io.confab.push.vendor.UniPush;
import io.confab.testing.Configs;
import io.confab.testing.HttpPeer;
import io.confab.testing.HttpPeer.Answer;
import io.confab.testing.HttpPeer.Manner;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real client against the real cloud function under Node, with a stub of uniCloud that is as strict as uni-push. */
@QuarkusTest
class UniPushChannelTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Path FUNCTION = Path.of("..", "..", "infra", "unipush", "index.js");
    /** As long as a call may take at all: what ends before, ends by a limit of its own. */
    private static final Duration WITHIN = Duration.ofSeconds(3);

    private static final String SERVER =
            """
            const seen = new Set()
            const sent = []
            global.uniCloud = { getPushManager: ({ appId }) => ({ sendMessage: async message => {
              if (message.push_clientid.length > 500 || message.title.length >= 20 || message.content.length >= 50 ||
                JSON.stringify(message.payload).length >= 800) throw new Error('over a limit of uni-push')
              if (message.push_clientid[0] === 'unknown') return { errCode: 'uni-push-user-invalid', errMsg: 'x' }
              if (!seen.has(message.request_id)) sent.push({ appId, message })
              seen.add(message.request_id)
              const result = {}
              message.push_clientid.forEach(cid => { result[cid] = cid.startsWith('old') ? 'successed_ignore' : 'successed_online' })
              return { errCode: 0, errMsg: '', data: { task1: result } }
            } }) }
            const { main } = require('./index.js')
            const server = require('http').createServer((request, response) => {
              if (request.url === '/sent') return response.end(JSON.stringify(sent))
              let body = ''
              request.on('data', part => { body += part })
              request.on('end', async () => {
                const answer = await main({ httpMethod: request.method, headers: request.headers, body, isBase64Encoded: false })
                response.writeHead(answer.statusCode, answer.headers)
                response.end(answer.body)
              })
            })
            server.listen(0, '127.0.0.1', () => console.log(server.address().port))
            """;

    @TempDir
    static Path folder;

    private static Process node;
    private static String url;

    @Inject
    ObjectMapper json;

    @BeforeAll
    static void startNode() throws IOException {
        Files.copy(FUNCTION, folder.resolve("index.js"));
        Files.writeString(
                folder.resolve("config.json"), "{\"appId\":\"__UNI__DEFAULT\",\"secret\":\"" + SECRET + "\"}");
        Files.writeString(folder.resolve("server.js"), SERVER);
        try {
            node = new ProcessBuilder("node", "server.js")
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no node");
        }
        BufferedReader out = node.inputReader(StandardCharsets.UTF_8);
        url = "http://127.0.0.1:" + out.readLine();
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.destroyForcibly();
        }
    }

    private UniPushChannel channel(String secret, Clock clock) {
        return channel(url, secret, clock);
    }

    private UniPushChannel channel(String to, String secret, Clock clock) {
        Map<String, String> settings = Map.of("confab.unipush.url", to, "confab.unipush.secret", secret);
        ConfabConfig config = Configs.of(settings);
        return new UniPushChannel(new UniPush(config), config, Configs.secrets(settings), clock, json);
    }

    private UniPushChannel channel() {
        return channel(SECRET, Clock.systemUTC());
    }

    private static Device device(String cid) {
        Device device = new Device();
        device.id = "d-" + cid;
        device.pushClientid = cid;
        device.appid = "__UNI__APP";
        return device;
    }

    private static List<Device> devices(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> device(prefix + i)).toList();
    }

    private static VendorPush push(String requestId, String title, String body, long badge) {
        ObjectNode push =
                JsonNodeFactory.instance.objectNode().put("title", title).put("content", title.repeat(9));
        ObjectNode data = push.putObject("payload").put("type", "uni-im").putObject("data");
        data.put("_id", "m1").put("conversation_id", "c1").put("type", "text").put("body", body);
        return new VendorPush(requestId, push, OptionalLong.of(badge), PushOptions.NONE);
    }

    private List<JsonNode> sent(String requestBody) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        json.readTree(URI.create(url + "/sent").toURL()).forEach(one -> {
            if (one.at("/message/payload/data/body").asText().equals(requestBody)) {
                found.add(one);
            }
        });
        return found;
    }

    @Test
    void push_ofManyDevices_isSentWithinTheLimitsOfUniPush() throws IOException {
        List<Device> devices = List.of(device("cid-1"), device("old-1"), device("cid-2"));

        List<Outcome> outcomes = channel().push(devices, push("r-limits", "title 😀 ".repeat(5), "limits", 2), WITHIN);

        assertThat(outcomes.get(0)).isEqualTo(Outcome.DELIVERED);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
        assertThat(outcomes.get(2)).isEqualTo(Outcome.DELIVERED);
        assertThat(sent("limits")).singleElement().satisfies(one -> {
            assertThat(one.get("appId").asText()).isEqualTo("__UNI__APP");
            assertThat(one.at("/message/badge").asInt()).isEqualTo(2);
            assertThat(one.at("/message/title").asText()).doesNotContain("\ufffd");
        });
        String fitted = "漢".repeat(50);
        assertThat(channel().push(List.of(device("cid-1")), push("r-long", "t", "漢".repeat(900), 2), WITHIN))
                .containsExactly(Outcome.DELIVERED);
        assertThat(sent(fitted)).singleElement().satisfies(one -> assertThat(
                        one.at("/message/payload/data/LongMsg").asBoolean())
                .isTrue());
    }

    @Test
    void push_1200DevicesWithTwoBadges_hasAnIdForEachRequestAndTheSameIdForARepeat() throws IOException {
        List<Device> devices = devices("many-", 1_200);
        for (int i = 0; i < 2; i++) {
            for (long badge : new long[] {1, 2}) {
                for (int from = 0; from < devices.size(); from += channel().maxBatch()) {
                    List<Device> part = devices.subList(
                            from, Math.min(devices.size(), from + channel().maxBatch()));
                    assertThat(channel().push(part, push("r-many", "t", "many", badge), WITHIN))
                            .containsOnly(Outcome.DELIVERED);
                }
            }
        }

        List<JsonNode> sent = sent("many");
        Set<String> ids = new HashSet<>();
        sent.forEach(one -> ids.add(one.at("/message/request_id").asText()));
        assertThat(sent).hasSize(6);
        assertThat(ids).hasSize(6).allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void push_devicesThatUniPushDoesNotKnow_areRefused() {
        assertThat(channel().push(List.of(device("unknown")), push("r-unknown", "t", "b", 0), WITHIN))
                .allMatch(outcome -> outcome instanceof Outcome.Refused);
    }

    @Test
    void push_wrongSecretOrOldTime_isNotAcceptedByTheFunction() throws IOException {
        List<Device> one = List.of(device("cid-1"));
        VendorPush push = push("r-secret", "t", "secret", 0);

        assertThat(channel("another secret of 32 characters!", Clock.systemUTC())
                        .push(one, push, WITHIN))
                .allMatch(outcome -> outcome instanceof Outcome.Busy);
        for (int seconds : new int[] {-25, 25}) {
            Clock wrong = Clock.fixed(Instant.now().plusSeconds(seconds), ZoneOffset.UTC);
            assertThat(channel(SECRET, wrong).push(one, push, WITHIN))
                    .allMatch(outcome -> outcome instanceof Outcome.Busy);
        }
        assertThat(sent("secret")).isEmpty();
    }

    @Test
    void push_answersOfAMisbehavingServer_haveTheirOutcomes() {
        List<Device> devices = devices("bad-", 3);
        VendorPush push = push("r-bad", "t", "b", 0);
        try (HttpPeer peer = HttpPeer.answering(Answer.of(500))) {
            UniPushChannel channel = channel(peer.uri().toString(), SECRET, Clock.systemUTC());
            assertThat(channel.push(devices, push, WITHIN)).isEqualTo(Collections.nCopies(3, Outcome.BUSY));
            peer.answer(Answer.of(429).header("Retry-After", "5"));
            assertThat(channel.push(devices, push, WITHIN))
                    .isEqualTo(Collections.nCopies(3, new Outcome.Busy(Duration.ofSeconds(5))));
            peer.answer(Answer.of(413));
            assertThat(channel.push(devices, push, WITHIN)).allMatch(outcome -> outcome instanceof Outcome.Refused);
            peer.answer(Answer.of(200).body("no JSON"));
            assertThat(channel.push(devices, push, WITHIN)).containsOnly(Outcome.BUSY);
            for (Manner manner : List.of(Manner.HANG, Manner.DRIP, Manner.CUT)) {
                peer.answer(Answer.of(200).in(manner));
                long start = System.nanoTime();
                assertThat(channel.push(devices, push, Duration.ofMillis(600)))
                        .as("%s", manner)
                        .containsOnly(Outcome.BUSY);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHIN);
            }
        }
    }

    @Test
    void reaches_onlyDevicesOfUniPush_andOnlyWhereItIsSetUp() {
        Device byDefault = device("cid-1");
        Device other = device("cid-1");
        other.channel = "sns";
        Device named = device("cid-1");
        named.channel = "unipush";

        assertThat(channel().vendor().reaches(byDefault)).isTrue();
        assertThat(channel().vendor().reaches(named)).isTrue();
        assertThat(channel().vendor().reaches(other)).isFalse();
        assertThat(channel().vendor().reaches(new Device())).isFalse();
        assertThat(new UniPush(Configs.of(Map.of())).reaches(named)).isFalse();
    }
}
