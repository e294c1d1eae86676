package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.testing.TestIssuer;
import io.confab.testing.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts as their back end keeps them, tokens of every origin, and how much one user may do. */
interface AccountTests extends UsesConfab {
    Duration TOLD_WITHIN = Duration.ofSeconds(2);
    String NEXT_SECRET = "the-secret-that-comes-next-0123456789";

    private Reply update(Account account, String field, Object value) {
        ObjectNode params = Client.JSON.createObjectNode().put("uid", account.uid());
        params.set(field, Client.JSON.valueToTree(value));
        return confab().client().callSigned("updateUserInfoByExternal", params);
    }

    @Test
    default void ban_endsEveryConnectionAndCall_untilItIsLifted() {
        Promptness.assertWithin(TOLD_WITHIN, this::ban);
    }

    private Duration ban() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Device phone = confab().connect(ada);
        Device watch = confab().connect(ada.onDevice("watch"));

        // When
        Duration took = Promptness.of(() -> {
            Reply ban = update(ada, "status", 1);
            assertThat(ban.body().path("uid").asText()).isEqualTo(ada.uid());
            for (Device device : List.of(phone, watch)) {
                assertThat(device.awaitFrame("bye").path("reason").asText()).isEqualTo("signed-out");
                assertThat(device.awaitClose()).isEqualTo(1000);
            }
        });

        // Then
        assertThat(confab().call(ada, "getConversationList", Map.of()).outcome())
                .isEqualTo("403 uni-id-account-banned");
        assertThat(Device.refusal(confab().client(), Device.query(Account.APP, "phone"), ada.token()))
                .isEqualTo(403);
        confab().sendText(ben, ada, "unheard");
        update(ada, "status", 0).data();
        assertThat(confab().call(ada, "getConversationList", Map.of()).outcome())
                .isEqualTo("401 uni-id-token-expired");
        Account back = signIn(ada);
        assertThat(confab().call(back, "getConversationList", Map.of()).data()).hasSize(1);
        Device again = confab().connect(back);
        again.awaitMessage(confab().sendText(ben, ada, "heard").path("_id").asText());
        return took;
    }

    private Account signIn(Account account) {
        return account.withToken(confab().client()
                .callSigned("externalLogin", Client.JSON.createObjectNode().put("uid", account.uid()))
                .body()
                .at("/newToken/token")
                .asText());
    }

    /** Repeated five times, because the tested actions happen within one second. */
    @Test
    default void cut_endsTheTokensOfItsSecondAndNoneThatComesRightAfter() {
        Account ada = confab().register("Ada");
        for (int i = 0; i < 5; i++) {
            // Given: two tokens of this second, one of them exchanged
            Account before = signIn(ada);
            Account exchanged = before.withToken(confab().call(before, "refreshToken", Map.of())
                    .body()
                    .at("/newToken/token")
                    .asText());

            // When: by the user, then by their back end
            if (i % 2 == 0) {
                confab().call(exchanged, "logout", Map.of("all", true)).data();
            } else {
                update(ada, "invalidate_tokens", true).data();
            }
            Account after = signIn(ada);

            // Then
            assertThat(confab().call(before, "getConversationList", Map.of()).status())
                    .as("a token of before, round %d", i)
                    .isEqualTo(401);
            assertThat(confab().call(exchanged, "getConversationList", Map.of()).status())
                    .isEqualTo(401);
            assertThat(confab().call(after, "getConversationList", Map.of()).outcome())
                    .as("a token of after, round %d", i)
                    .isEqualTo("200 0");
            assertThat(confab().call(after, "refreshToken", Map.of()).outcome()).isEqualTo("200 0");
        }
    }

    @Test
    default void role_givenAndTaken_countsFromTheNextCall() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        String group = confab().group(ada, ben, cleo);
        String first = confab().sendTextToGroup(ada, group, "one").path("_id").asText();
        String second = confab().sendTextToGroup(ada, group, "two").path("_id").asText();

        // When
        assertThat(confab().call(ben, "revokeMsg", Map.of("msgId", first)).outcome())
                .isEqualTo("403 no-permission");
        update(ben, "role", List.of("uni-im-admin")).data();

        // Then
        assertThat(confab().call(ben, "revokeMsg", Map.of("msgId", first)).outcome())
                .isEqualTo("200 0");
        update(ben, "role", List.of()).data();
        assertThat(confab().call(ben, "revokeMsg", Map.of("msgId", second)).outcome())
                .isEqualTo("403 no-permission");
    }

    /** One more server, so that the shared one stays as it is: both secrets, an issuer, and limits. */
    @Test
    default void settings_ofAnOperator_holdForEveryMethod(@TempDir Path folder) {
        try (TestIssuer issuer = TestIssuer.start(0);
                PackagedServer server = PackagedServer.in(
                        folder,
                        Map.of(
                                "CONFAB_TOKEN_SECRET",
                                NEXT_SECRET,
                                "CONFAB_TOKEN_SECRET_PREVIOUS",
                                Account.TOKEN_SECRET,
                                "CONFAB_OIDC_ISSUER",
                                issuer.url(),
                                "CONFAB_OIDC_AUDIENCE",
                                TestIssuer.AUDIENCE,
                                "CONFAB_OIDC_PROVISION",
                                "true",
                                "CONFAB_UPLOAD_BYTES_PER_DAY",
                                "10",
                                "CONFAB_RATE_MESSAGES_PER_SECOND",
                                "1",
                                "CONFAB_RATE_MESSAGES_BURST",
                                "3"))) {
            PublicJsonWebKey key = issuer.newRsaKey("k1");
            server.start();
            Client client = new Client(server.url());
            Account alice = client.logIn("alice");

            assertSecretsRotate(client, alice);
            assertIssuersTokensAreGood(client, alice.withToken(issuer.token("alice", key)));
            assertIssuersTokensAreGood(client, alice.withToken(issuer.token("a new subject", key)));
            assertBytesAreLimited(client, client.logIn("carol"));
            assertRateIsLimited(client, client.logIn("bob"));
        }
    }

    private static void assertSecretsRotate(Client client, Account alice) {
        assertThat(outcome(client, alice)).isEqualTo("200 0");
        assertThat(outcome(client, alice.withToken(Tokens.of("alice")))).isEqualTo("200 0");
        assertThat(outcome(client, alice.withToken(Tokens.of("alice").sign(NEXT_SECRET))))
                .isEqualTo("200 0");
        assertThat(outcome(client, alice.withToken(Tokens.forged("alice")))).isEqualTo("401 uni-id-check-token-failed");
    }

    private static void assertIssuersTokensAreGood(Client client, Account alice) {
        assertThat(outcome(client, alice)).isEqualTo("200 0");
        assertThat(client.call(alice, "refreshToken", Map.of()).outcome()).isEqualTo("403 no-permission");
        try (Device device = Device.connect(client, alice)) {
            device.send("{\"action\":\"ping\"}");
            device.awaitFrame("pong");
        }
        client.call(alice, "logout", Map.of()).data();
        assertThat(outcome(client, alice)).isEqualTo("401 uni-id-check-token-failed");
    }

    private static void assertBytesAreLimited(Client client, Account carol) {
        Map<String, ?> picture = Map.of("purpose", "avatar", "name", "a.png", "size", 10, "contentType", "image/png");
        assertThat(client.call(carol, "getUploadUrl", picture).outcome()).isEqualTo("200 0");
        Reply refused = client.call(carol, "getUploadUrl", picture);
        long day = Duration.ofDays(1).toSeconds();
        assertThat(refused.outcome()).isEqualTo("429 rate-limited");
        assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0))
                .isCloseTo(day - Instant.now().getEpochSecond() % day, within(5L));
    }

    private static void assertRateIsLimited(Client client, Account bob) {
        Map<String, String> text = Map.of("to_uid", "carol", "type", "text", "body", "hi", "unique_id", "once");
        Reply first = client.call(bob, "sendMsg", text);
        List<Reply> replies = IntStream.range(0, 20)
                .mapToObj(i ->
                        client.call(bob, "sendMsg", Map.of("to_uid", "carol", "type", "text", "body", "text " + i)))
                .toList();

        Reply refused = replies.stream()
                .filter(reply -> reply.status() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(refused.outcome()).isEqualTo("429 rate-limited");
        assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
        assertThat(client.call(bob, "sendMsg", text).data()).isEqualTo(first.data());
    }

    private static String outcome(Client client, Account account) {
        return client.call(account, "getConversationList", Map.of()).outcome();
    }
}
