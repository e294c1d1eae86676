package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that would fail later, and in other words, is refused in a sentence of its own. */
class DatabaseAddressTest {
    private static final String DOCDB = "c.cluster-x.eu-central-1.docdb.amazonaws.com:27017";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://127.0.0.1:27017",
                "mongodb://127.0.0.1/confab?appName=me@home",
                "mongodb://user:pass%24word%40@host:27017/?replicaSet=rs0",
                "mongodb://user:password@a:1,b:2/?replicaSet=rs0",
                "mongodb://u:p@" + DOCDB + "/?tls=true&replicaSet=rs0&retryWrites=false"
            })
    void address_thatCanBeUsed_isParsed(String uri) {
        assertThat(DatabaseAddress.parse("CONFAB_MONGODB_URI", uri).getConnectionString())
                .isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u:hush@host, is no MongoDB address",
        "mongodb://u:hush@host:port/, is no MongoDB address",
        "mongodb://u:hu$sh@host, special character",
        "mongodb://u:hu$$sh@host, special character",
        "mongodb://u:hush%2@host, special character",
        "mongodb://u:hush/1@host/, special character",
        "mongodb://u:hush?1@host/, special character",
        "mongodb://u:hush@1@host/, special character",
        "mongodb://u:hush:1@host/, special character",
        "'mongodb://u:hush@a:1,b:2/', has no replica set",
        "mongodb://u:hush@" + DOCDB + "/?retryWrites=false, has no replica set",
        "mongodb://u:hush@" + DOCDB + "/?replicaSet=rs0, add retryWrites=false",
        "mongodb://u:hush@c.docdb.amazonaws.com.cn/?replicaSet=rs0&retryWrites=true, add retryWrites=false",
        "mongodb+srv://u:hush@host.invalid:1/, is no MongoDB address",
        "mongodb+srv://u:hush@host.sub.invalid/, cannot be looked up"
    })
    void address_thatCannotBeUsed_isRefusedInASentenceWithoutThePassword(String uri, String reason) {
        assertThatThrownBy(() -> DatabaseAddress.parse("CONFAB_MONGODB_URI", uri))
                .isInstanceOf(DatabaseAddress.Wrong.class)
                .hasMessageContainingAll("CONFAB_MONGODB_URI", reason)
                .hasMessageMatching("[^\\n]+\\.")
                .message()
                .doesNotContain("hush", "hu$", "sh@");
    }
}
