package io.confab.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private static Environment with(String name, String value) {
        return new Environment(
                Map.of(name, value, "PATH", "/bin", "CONFABULATION", "yes", "CONFAB_TEST_SHELL", "mine"));
    }

    @ParameterizedTest
    @CsvSource({
        "CONFAB_RECALL_WINDOW_SECONDS, 0",
        "CONFAB_RECALL_WINDOW_SECONDS, 2147483647",
        "CONFAB_RECALL_WINDOW_SECONDS, 2m",
        "CONFAB_RECALL_WINDOW_SECONDS, PT2M",
        "CONFAB_CONVERSATION_GRADE, 100",
        "CONFAB_CUSTOMER_SERVICE_UIDS, false",
        "CONFAB_CUSTOMER_SERVICE_UIDS, ''",
        "CONFAB_NOTE_LENGTH, ' 30 '",
        "CONFAB_USER_DIRECTORY, TRUE",
        "CONFAB_USER_DIRECTORY, 0",
        "CONFAB_RATE_MESSAGES_PER_SECOND, ''",
        "CONFAB_RATE_MESSAGES_PER_SECOND, 0",
        "CONFAB_MAX_GROUP_MEMBERS, 2",
        "CONFAB_TOKEN_SECRET, 12345678901234567890123456789012",
        "CONFAB_TOKEN_SECRET_PREVIOUS, ''",
        "CONFAB_OIDC_ISSUER, ''",
        "CONFAB_OIDC_ISSUER, https://login.example/realm?a=b",
        "CONFAB_OIDC_KEYS_INTERVAL, 10s",
        "CONFAB_PUSH_BUDGET, 300ms",
        "CONFAB_PUSH_BUDGET, 300",
        "CONFAB_PUSH_BUDGET, PT0.3S",
        "CONFAB_PUSH_LEASE, 2s",
        "CONFAB_UPLOAD_CONTENT_TYPES, 'image/*, application/pdf'",
        "CONFAB_UPLOAD_CONTENT_TYPES, */*",
        "CONFAB_UPLOAD_BYTES_PER_DAY, 0",
        "CONFAB_MONGODB_URI, ''",
        "CONFAB_MONGODB_URI, mongodb+srv://somebody:secret@cluster.example/chat",
        "CONFAB_ALLOW_ORIGINS, 'https://chat.example/, null,http://old.example:80,capacitor://localhost'",
        "CONFAB_ALLOW_HOSTS, 'chat.example, 192.168.1.5 ,proxy.example:8443,,[2001:db8::1]'",
        "CONFAB_LOCAL_RETRY_BACKOFF, '1s,2s'",
        "CONFAB_LOCAL_FUNCTION_TIMEOUT, 1ms",
        "CONFAB_PORT, 65535"
    })
    void value_withinItsBound_isAccepted(String name, String value) {
        assertThat(with(name, value).problemOnLaptop()).isEmpty();
        assertThat(with(name, value).wrongValue()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CONFAB_RECALL_WINDOW_SECONDS, -1, a time from 0s to 36500d",
        "CONFAB_RECALL_WINDOW_SECONDS, two minutes, a time from 0s to 36500d",
        "CONFAB_RECALL_WINDOW_SECONDS, 99999999999999999999, a time from 0s to 36500d",
        "CONFAB_RECALL_WINDOW_SECONDS, 9223372036854775807, a time from 0s to 36500d",
        "CONFAB_CONVERSATION_GRADE, 150, '0, 100 or 200'",
        "CONFAB_NOTE_LENGTH, 0, a number from 1 to 1000",
        "CONFAB_NOTE_LENGTH, 1001, a number from 1 to 1000",
        "CONFAB_NOTE_LENGTH, 3.5, a number from 1 to 1000",
        "CONFAB_USER_DIRECTORY, perhaps, true or false",
        "CONFAB_RATE_MESSAGES_BURST, 0, a number from 1 to 100000",
        "CONFAB_MAX_GROUP_MEMBERS, 1, a number from 2 to 10000000",
        "CONFAB_REQUEST_SIGNATURE, v1, any or v2",
        "CONFAB_TOKEN_EXPIRES_IN, 0, a time from 1s to 36500d",
        "CONFAB_OIDC_ISSUER, login.example, a URL that begins with https:// or http://",
        "CONFAB_OIDC_ALGORITHM, HS256, RS256 or ES256",
        "CONFAB_PUSH_BUDGET, 16m, a time from 0s to 15m",
        "CONFAB_PUSH_LEASE, 2h, a time from 1s to 1h",
        "CONFAB_UPLOAD_MAX_BYTES, 5368709121, a number from 1 to 5368709120",
        "CONFAB_UPLOAD_CONTENT_TYPES, image, 'content types such as image/*, separated by commas'",
        "CONFAB_ALLOW_ORIGINS, chat.example, 'origins such as https://chat.example, separated by commas, or null among them'",
        "CONFAB_LOCAL_REMOTE_DATABASE, yes, true or false",
        "CONFAB_PORT, 65536, a number from 1 to 65535"
    })
    void value_outOfItsBound_isNamedWithTheBound(String name, String value, String bound) {
        assertThat(with(name, value).problemOnLaptop())
                .contains(name + " is \"" + value + "\": set it to " + bound + ", or leave it out.");
    }

    @Test
    void value_emptyWhereOneIsNeeded_isSaidToBeEmpty() {
        assertThat(with("CONFAB_NOTE_LENGTH", " ").wrongValue())
                .contains("CONFAB_NOTE_LENGTH is empty: set it to a number from 1 to 1000, or leave it out.");
    }

    @Test
    void value_ofASecret_isNotShown() {
        assertThat(with("CONFAB_TOKEN_SECRET", "hush").problemOnLaptop()).hasValueSatisfying(text -> assertThat(text)
                .contains("CONFAB_TOKEN_SECRET", "at least 32 characters")
                .doesNotContain("hush"));
        assertThat(with("CONFAB_MONGODB_URI", "somebody:hush@db.example").wrongValue())
                .hasValueSatisfying(text -> assertThat(text).doesNotContain("hush"));
    }

    @Test
    void value_ofARequestSecret_isBoundInADeployment() {
        assertThat(with("CONFAB_REQUEST_AUTH_SECRET", "short").wrongValue()).isPresent();
        assertThat(with("CONFAB_REQUEST_AUTH_SECRET", "short").problemOnLaptop())
                .isEmpty();
    }

    @Test
    void value_ofSeveralLines_isShownOnOne() {
        assertThat(with("CONFAB_NOTE_LENGTH", "3\n0" + "0".repeat(1_000)).wrongValue())
                .hasValueSatisfying(
                        text -> assertThat(text).hasSizeLessThan(200).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "CONFAB_RECALL_WINDOW, CONFAB_RECALL_WINDOW_SECONDS",
        "CONFAB_MAX_GROUP_MEMBER, CONFAB_MAX_GROUP_MEMBERS",
        "CONFAB_TOKEN_EXPIRE_IN, CONFAB_TOKEN_EXPIRES_IN",
        "CONFAB_MONGO_URI, CONFAB_MONGODB_URI",
        "CONFAB_, CONFAB_DATA"
    })
    void name_ofNoSetting_isAnsweredWithTheNearest(String name, String nearest) {
        Environment environment = with(name, "1");

        assertThat(environment.unknownNames()).singleElement().asString().contains(name + " ", " " + nearest + " ");
        assertThat(environment.problemOnLaptop())
                .contains(environment.unknownNames().get(0));
        assertThat(environment.wrongValue()).isEmpty();
    }
}
