package io.confab.edge.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confab.testing.MotoServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The SDK's own client against moto: what is read, and the sentence that ends a start. */
class SecretsManagerTest {
    private static final String KEY = "k".repeat(32);
    private static final String ENDPOINT = "aws.endpointUrlSecretsManager";
    private static final Map<String, String> BEFORE = new HashMap<>();

    private static MotoServer moto;
    private static SecretsManagerClient client;
    private static int number;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        Map<String, String> properties = new HashMap<>(moto.sdkProperties());
        properties.put(ENDPOINT, moto.uri().toString());
        properties.forEach((name, value) -> BEFORE.put(name, System.setProperty(name, value)));
        client = SecretsManagerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create(moto.uri().toString()))
                .build();
    }

    @AfterAll
    static void stop() {
        BEFORE.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        if (moto != null) {
            client.close();
            moto.close();
        }
    }

    private static String stored(String text) {
        return client.createSecret(request -> request.name("s" + number++).secretString(text))
                .arn();
    }

    private record Names(
            Optional<String> database, Optional<String> token, Optional<String> request, Optional<String> push)
            implements SecretNames {}

    private static Names token(String arn) {
        return new Names(Optional.empty(), Optional.of(arn), Optional.empty(), Optional.empty());
    }

    @Test
    void read_allPurposes_areTheSettingsWhosePlaceTheyTake() {
        Names names = new Names(
                Optional.of(stored(
                        "{\"uri\":\"mongodb://a:1/?replicaSet=r\",\"username\":\"u@x\",\"password\":\"p/ $+\"}")),
                Optional.of(stored("{\"secret\":\"" + KEY + "\",\"next\":\"" + KEY + "2\"}")),
                Optional.of(stored("{\"secret\":\"0123456789abcdef\",\"previous\":\"fedcba9876543210\"}")),
                Optional.of(stored("{\"unipushSecret\":\"" + KEY + "3\"}")));

        assertThat(new SecretsManager(names).read().orElseThrow())
                .containsEntry("CONFAB_MONGODB_URI", "mongodb://u%40x:p%2F%20%24%2B@a:1/?replicaSet=r")
                .containsEntry("CONFAB_TOKEN_SECRET", KEY)
                .containsEntry("CONFAB_TOKEN_SECRET_NEXT", KEY + "2")
                .containsEntry("CONFAB_REQUEST_AUTH_SECRET", "0123456789abcdef")
                .containsEntry("CONFAB_REQUEST_AUTH_SECRET_PREVIOUS", "fedcba9876543210")
                .containsEntry("CONFAB_UNIPUSH_SECRET", KEY + "3");
    }

    @Test
    void read_withoutNames_asksNobody() {
        assertThat(new SecretsManager(new Names(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                        .read())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hush, no JSON object",
        "'[\"hush\"]', no JSON object",
        "'{}', '\"secret\" is missing or cannot be used: it must be at least 32 characters'",
        "'{\"secret\":\"hush\"}', '\"secret\" is missing or cannot be used: it must be at least 32 characters'",
        "'{\"secret\":\"hush5678901234567890123456789012\",\"next\":\"hush\"}', '\"next\" is missing or cannot be used'",
        "'{\"secret\":\"confab-local-token-secret-change-me\"}', '\"secret\" is missing or cannot be used'"
    })
    void read_unusableSecret_isASentenceThatNamesTheParameterAndNoValue(String text, String reason) {
        SecretsManager secrets = new SecretsManager(token(stored(text)));

        assertThatThrownBy(secrets::read)
                .hasMessageContainingAll("CONFAB_SECRET_TOKEN", "TokenSecret", reason)
                .message()
                .doesNotContain("hush", "\n");
    }

    @Test
    void read_absentSecret_isASentenceThatNamesTheParameter() {
        SecretsManager secrets =
                new SecretsManager(token("arn:aws:secretsmanager:eu-central-1:123456789012:secret:none-abcdef"));

        assertThatThrownBy(secrets::read).hasMessageContainingAll("CONFAB_SECRET_TOKEN", "TokenSecret");
    }

    @Test
    void read_databaseWithoutReplicaSet_isRefusedWithoutThePassword() {
        SecretsManager secrets = new SecretsManager(new Names(
                Optional.of(stored("{\"uri\":\"mongodb://a:1,b:2/\",\"username\":\"u\",\"password\":\"hush\"}")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

        assertThatThrownBy(secrets::read)
                .hasMessageContainingAll("DatabaseSecret", "replicaSet")
                .message()
                .doesNotContain("hush");
    }
}
