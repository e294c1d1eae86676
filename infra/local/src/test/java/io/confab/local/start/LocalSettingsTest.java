package io.confab.local.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a database on another machine, the well-known secrets of a laptop are refused. */
class LocalSettingsTest {
    private static final String REMOTE = "mongodb://somebody:password@db.example:27017/chat";
    private static final Map<String, String> OWN = Map.of(
            "CONFAB_TOKEN_SECRET", "a-secret-of-my-own-0123456789abcdef",
            "CONFAB_REQUEST_AUTH_SECRET", "another-secret-of-my-own");

    private static LocalSettings settings(String uri, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("CONFAB_MONGODB_URI", uri);
        return LocalSettings.from(environment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mongodb://127.0.0.1:27017/confab",
                "mongodb://localhost/confab?replicaSet=rs0",
                "mongodb://[::1]:27017",
                "mongodb://user:p%40ss@127.0.0.2,localhost:27018,LOCALHOST/?replicaSet=rs0",
                "mongodb://%2Ftmp%2Fmongodb-27017.sock/confab"
            })
    void from_databaseOfThisMachine_isOpenWithTheKnownSecrets(String uri) {
        assertThat(settings(uri, Map.of()).open()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REMOTE,
                "mongodb://127.0.0.1,db.example/chat?replicaSet=rs0",
                "mongodb://127.0.0.1.db.example/",
                "mongodb://10.0.0.5:27017",
                "mongodb://0.0.0.0/",
                "mongodb://127.1/",
                "mongodb://[::ffff:127.0.0.1]/",
                "mongodb://[2001:db8::1]/",
                "mongodb://localhost/?proxyHost=proxy.example",
                "mongodb+srv://localhost.example/chat",
                "mongodb+srv://somebody:password@cluster.example/chat"
            })
    void from_otherDatabase_needsOwnSecretsAndSaysSo(String uri) {
        assertThatThrownBy(() -> settings(uri, Map.of()))
                .isInstanceOf(StartProblem.class)
                .hasMessageContainingAll("CONFAB_TOKEN_SECRET", "CONFAB_LOCAL_REMOTE_DATABASE")
                .hasMessageNotContaining("password");
    }

    @ParameterizedTest
    @CsvSource({
        "CONFAB_TOKEN_SECRET, confab-local-token-secret-change-me",
        "CONFAB_TOKEN_SECRET, ' '",
        "CONFAB_TOKEN_SECRET_PREVIOUS, confab-local-token-secret-change-me",
        "CONFAB_REQUEST_AUTH_SECRET, confab-local-request-secret",
        "CONFAB_REQUEST_AUTH_SECRET_PREVIOUS, confab-local-request-secret"
    })
    void from_otherDatabaseAndOneKnownSecret_namesIt(String setting, String secret) {
        Map<String, String> environment = new HashMap<>(OWN);
        environment.put(setting, secret);

        assertThatThrownBy(() -> settings(REMOTE, environment))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining(" " + setting + " ");
    }

    @Test
    void from_otherDatabaseAndOwnSecrets_isClosed() {
        assertThat(settings(REMOTE, OWN).open()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "'', false", "false, false", "1, false", "yes, false"})
    void from_otherDatabase_isOpenWhereThatIsSaid(String said, boolean open) {
        Map<String, String> environment = new HashMap<>(OWN);
        environment.put("CONFAB_LOCAL_REMOTE_DATABASE", said);

        assertThat(settings(REMOTE, environment).open()).isEqualTo(open);
    }
}
