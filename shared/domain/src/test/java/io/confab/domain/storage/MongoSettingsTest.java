package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import io.confab.domain.secret.Secrets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoSettingsTest {
    private static final String CONFIGURED = "mongodb://configured/?retryWrites=true";

    @ParameterizedTest
    @CsvSource({
        "mongodb://one:1;two:2/?replicaSet=confab, true",
        "mongodb://one/confab?retryWrites=true&w=1, true",
        "mongodb://one/confab?w=1&retrywrites=false, false",
        "mongodb://one/?retryWrites=false&w=1, false",
        "mongodb://c.cluster-x.eu-central-1.docdb.amazonaws.com/?replicaSet=rs0&retryWrites=false, false",
    })
    void aWriteIsRepeated_unlessTheAddressTurnsItOff(String address, boolean repeated) {
        String uri = address.replace(';', ',');

        MongoClientSettings configured = customized(Secrets.of(Map.of()), uri);
        MongoClientSettings secret = customized(Secrets.of(Map.of(Secrets.DATABASE, uri)), CONFIGURED);

        assertThat(configured.getRetryWrites()).isEqualTo(repeated);
        assertThat(secret.getRetryWrites()).isEqualTo(repeated);
        assertThat(secret.getClusterSettings().getHosts())
                .isEqualTo(configured.getClusterSettings().getHosts());
        assertThat(secret.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY);
    }

    /** As Quarkus does it. */
    private static MongoClientSettings customized(Secrets secrets, String configured) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(configured))
                .writeConcern(WriteConcern.MAJORITY)
                .retryWrites(false);
        return new MongoSettings(secrets, configured).customize(settings).build();
    }
}
