package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.Tokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections: which are accepted, how they end, and their frames. */
interface OnlineChannelTests extends UsesConfab {
    Duration SIGNED_OUT_WITHIN = Duration.ofSeconds(2);

    private static Instant inSeconds(long seconds) {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond() + seconds);
    }

    private int refusal(String query, String token) {
        return Device.refusal(confab().client(), query, token);
    }

    /** When a message of another user arrives, everything sent before has also arrived. */
    private void barrier(Account sender, Account receiver, Device device) {
        device.awaitMessage(
                confab().sendText(sender, receiver, "barrier").path("_id").asText());
    }

    @Test
    default void handshake_unwanted_isRefusedWithItsStatus() {
        Account ada = confab().register("Ada");
        String query = Device.query(ada.appId(), "phone");
        Tokens expired = Tokens.of(ada.uid()).expires(Instant.now().minusSeconds(1));
        String banned = ada.withToken(Tokens.of(Confab.BANNED)).token();

        assertThat(refusal(query, null)).isEqualTo(401);
        assertThat(refusal(query, "nonsense")).isEqualTo(401);
        assertThat(refusal(query, Tokens.forged(ada.uid()))).isEqualTo(401);
        assertThat(refusal(query, ada.withToken(expired).token())).isEqualTo(401);
        assertThat(refusal(query + "&token=nonsense", null)).isEqualTo(401);
        assertThat(refusal(query + "&token=" + "a".repeat(8_192), null)).isEqualTo(401);
        assertThat(refusal(query, banned)).isEqualTo(403);
        assertThat(refusal("appId=a", ada.token())).isEqualTo(400);
        assertThat(refusal("deviceId=d", ada.token())).isEqualTo(400);
        assertThat(refusal("appId=&deviceId=d", ada.token())).isEqualTo(400);
    }

    @Test
    default void token_asSubProtocol_isEchoed() {
        Account ada = confab().register("Ada");

        assertThat(confab().connect(ada).subProtocol()).isEqualTo("bearer." + ada.token());
    }

    @Test
    default void token_inTheQuery_isAccepted() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        try (Device phone =
                Device.connect(confab().client(), Device.query(ben.appId(), "phone") + "&token=" + ben.token(), null)) {
            // When, then
            assertThat(phone.subProtocol()).isEmpty();
            barrier(ada, ben, phone);
        }
    }

    @Test
    default void connectionClosed_theNextMessageReachesTheVendorWithinASecond() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        confab().call(ben, "setPushCid", Map.of("pushClientId", "cid-" + ben.uid()))
                .data();
        confab().connect(ben).close();
        awaitOffline(ben);

        // When, then
        Promptness.assertWithin(Duration.ofSeconds(1), () -> {
            String id =
                    confab().sendText(ada, ben, "are you there?").path("_id").asText();
            return Promptness.of(() -> await().until(() -> StreamSupport.stream(
                            confab().developerList("offline-pushes").spliterator(), false)
                    .anyMatch(push -> push.at("/push/payload/data/_id").asText().equals(id))));
        });
    }

    private void awaitOffline(Account account) {
        await().until(() -> confab().isOffline(account));
    }

    @Test
    default void pushesWithTtl_comeInOrderAfterTheNextConnect() {
        // Given
        Account ben = confab().register("Ben");
        confab().connect(ben).close();
        awaitOffline(ben);
        List<Integer> sent = List.of(1, 2, 3);
        for (int n : sent) {
            Map<String, Object> push = Map.of(
                    "user_id", ben.uid(),
                    "title", "Shop",
                    "content", "No. " + n,
                    "payload", Map.of("type", "order-" + ben.uid(), "n", n),
                    "settings", Map.of("ttl", 60_000));
            confab().client()
                    .callInternal("sendPushMsg", Client.JSON.valueToTree(Map.of("pushParam", push)))
                    .data();
        }

        // When
        Device phone = confab().connect(ben);

        // Then
        await().until(() -> phone.payloads("order-" + ben.uid()).size() == sent.size());
        assertThat(phone.payloads("order-" + ben.uid()))
                .extracting(payload -> payload.path("n").asInt())
                .containsExactlyElementsOf(sent);
    }

    @Test
    default void sameDeviceAgain_replacesTheFirstConnectionWhoseEndHarmsNobody() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Device first = confab().connect(ben);

        // When
        Device second = confab().connect(ben);

        // Then
        assertThat(first.awaitFrame("bye").path("reason").asText()).isEqualTo("replaced");
        assertThat(first.awaitClose()).isEqualTo(1000);
        for (int i = 0; i < 5; i++) {
            barrier(ada, ben, second);
        }
        assertThat(first.framesOf("receive")).isEmpty();
        assertThat(second.framesOf("receive")).hasSize(5);
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    default void sameDeviceIdOfAnotherUser_isLeftAlone() {
        // Given
        Account ada = confab().register("Ada").onDevice("shared");
        Account ben = confab().register("Ben").onDevice("shared");
        Account cleo = confab().register("Cleo");
        Device bens = confab().connect(ben);

        // When
        confab().connect(ada);
        Device adas = confab().connect(ada);
        confab().call(ada, "logout", Map.of()).data();

        // Then
        assertThat(adas.awaitFrame("bye").path("reason").asText()).isEqualTo("signed-out");
        barrier(cleo, ben, bens);
        assertThat(bens.framesOf("bye")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void logout_endsTheConnectionWithinTwoSeconds(boolean all) {
        Promptness.assertWithin(SIGNED_OUT_WITHIN, () -> logOut(all));
    }

    private Duration logOut(boolean all) {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account signedInAgain = ben.withToken(Tokens.of(ben.uid()).with(claims -> claims.setGeneratedJwtId()));
        Device phone = confab().connect(ben);
        Device watch = confab().connect(signedInAgain.onDevice("watch"));

        // When
        Duration took = Promptness.of(() -> {
            confab().call(ben, "logout", Map.of("all", all)).data();
            assertThat(phone.awaitFrame("bye").path("reason").asText()).isEqualTo("signed-out");
            assertThat(phone.awaitClose()).isEqualTo(1000);
        });

        // Then
        assertThat(confab().call(ben, "getConversationList", Map.of()).outcome())
                .isEqualTo("401 uni-id-check-token-failed");
        if (all) {
            assertThat(watch.awaitFrame("bye").path("reason").asText()).isEqualTo("signed-out");
        } else {
            barrier(ada, ben, watch);
        }
        assertThat(phone.framesOf("receive")).isEmpty();
        return took;
    }

    @Test
    default void logout_withoutADevice_endsTheConnectionsOfWhoeverHadTheToken() {
        // Given: the thief has the token, or one that was exchanged for it
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account exchanged = ben.withToken(confab().call(ben, "refreshToken", Map.of())
                .body()
                .at("/newToken/token")
                .asText());
        Device own = confab().connect(ben);
        Device thief = confab().connect(ben.onDevice("thief"));
        Device later = confab().connect(exchanged.onDevice("later"));
        Account other = ben.withToken(Tokens.of(ben.uid()).with(claims -> claims.setGeneratedJwtId()));
        Device watch = confab().connect(other.onDevice("watch"));

        // When
        confab().call(ben.onDevice(null), "logout", Map.of()).data();

        // Then
        for (Device device : List.of(own, thief, later)) {
            assertThat(device.awaitFrame("bye").path("reason").asText()).isEqualTo("signed-out");
            assertThat(device.awaitClose()).isEqualTo(1000);
        }
        barrier(ada, ben, watch);
        assertThat(confab().call(exchanged, "getConversationList", Map.of()).outcome())
                .isEqualTo("200 0");
        assertThat(Tokens.respelled(ben.token()))
                .allSatisfy(spelled -> assertThat(refusal(Device.query(ben.appId(), "phone"), null, spelled))
                        .isEqualTo(401));
    }

    private int refusal(String query, String protocol, String tokenInQuery) {
        return refusal(query + "&token=" + URLEncoder.encode(tokenInQuery, StandardCharsets.UTF_8), protocol);
    }

    @Test
    default void devices_overTheLimit_theLongestUnusedIsReplaced() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        List<Device> devices = new ArrayList<>();

        // When
        for (int i = 0; i < 21; i++) {
            devices.add(confab().connect(ben.onDevice("d" + i)));
        }

        // Then
        assertThat(devices.get(0).awaitFrame("bye").path("reason").asText()).isEqualTo("replaced");
        assertThat(devices.get(0).awaitClose()).isEqualTo(1000);
        barrier(ada, ben, devices.get(1));
        barrier(ada, ben, devices.get(20));
    }

    @Test
    default void token_ended_nothingIsPushedAndTheNextFrameIsAnsweredByBye() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Instant end = inSeconds(6);
        Account passing = ben.withToken(Tokens.of(ben.uid()).expires(end));
        Device phone = confab().connect(passing);
        barrier(ada, ben, phone);
        await().until(() -> Instant.now().isAfter(end));

        // When
        confab().sendText(ada, ben, "too late");
        phone.send("{\"action\":\"ping\"}");

        // Then
        assertThat(phone.awaitFrame("bye").path("reason").asText()).isEqualTo("token-expired");
        assertThat(phone.awaitClose()).isEqualTo(1000);
        assertThat(phone.framesOf("receive")).hasSize(1);
        assertThat(phone.framesOf("pong")).isEmpty();
    }

    @Test
    default void token_renewedByACall_isPushedToLonger() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Instant end = inSeconds(6);
        Account passing = ben.withToken(Tokens.of(ben.uid()).expires(end));
        Device phone = confab().connect(passing);

        // When
        Reply reply = confab().call(passing, "getConversationList", Map.of());

        // Then
        assertThat(reply.body().at("/newToken/tokenExpired").asLong()).isGreaterThan(end.toEpochMilli());
        assertThat(confab().call(
                                ben.withToken(reply.body().at("/newToken/token").asText()),
                                "getConversationList",
                                Map.of())
                        .outcome())
                .isEqualTo("200 0");
        await().until(() -> Instant.now().isAfter(end));
        barrier(ada, ben, phone);
    }

    @Test
    default void frames_fromTheClient_areAnsweredAndTheConnectionStays() {
        // Given
        Device phone = confab().connect(confab().register("Ada"));
        List<String> unknown = List.of("no JSON", "[]", "{}", "{\"action\":\"dance\"}", "{\"action\":1}", "");

        // When
        long before = System.currentTimeMillis();
        unknown.forEach(phone::send);
        phone.send("{\"action\":\"ping\"}");

        // Then
        JsonNode pong = phone.awaitFrame("pong");
        assertThat(pong.path("time").asLong()).isBetween(before, System.currentTimeMillis());
        assertThat(phone.framesOf("error")).hasSize(unknown.size()).allSatisfy(error -> {
            assertThat(error.path("errCode").asText()).isEqualTo("param-error");
            assertThat(error.path("errMsg").asText()).isNotEmpty();
        });
        assertThat(phone.isOpen()).isTrue();
    }
}
