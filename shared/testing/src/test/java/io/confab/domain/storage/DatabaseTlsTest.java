package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.testing.RequiresRealMongod;
import io.confab.testing.TlsMongod;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that only speak TLS, one of the trusted authority and others; Quarkus's client, and the tools' own. */
@QuarkusTest
@RequiresRealMongod
@TestProfile(DatabaseTlsTest.Trusting.class)
class DatabaseTlsTest {
    private static final String FOREVER = "-1H";

    /** A process that trusts one authority, which the database's certificate is of. */
    public static class Trusting implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Server.class));
        }
    }

    /** The authority and the database. */
    public static class Server implements QuarkusTestResourceLifecycleManager {
        private TlsMongod server;

        @Override
        public Map<String, String> start() {
            try {
                Path folder = Files.createTempDirectory("confab-tls");
                Path pem = TlsMongod.authority(folder, "ours");
                server = TlsMongod.start(folder, "ours", "ip:127.0.0.1", FOREVER);
                System.setProperty("confab.test.tls-folder", folder.toString());
                System.setProperty("confab.test.tls-uri", server.connectionString());
                return Map.of("confab.mongodb-ca", pem.toString());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop() {
            server.close();
        }
    }

    @Inject
    TlsConfigurationRegistry registry;

    @ConfigProperty(name = "quarkus.mongodb.tls-configuration-name")
    String name;

    private static Path folder() {
        return Path.of(System.getProperty("confab.test.tls-folder"));
    }

    private static void ping(String uri, UnaryOperator<MongoClientSettings.Builder> trust) {
        MongoClientSettings settings = trust.apply(MongoClientSettings.builder())
                .applyConnectionString(DatabaseAddress.parse("it", uri))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
                .build();
        try (MongoClient client = MongoClients.create(settings)) {
            client.getDatabase("admin").runCommand(new Document("ping", 1));
        }
    }

    private MongoClientSettings.Builder byQuarkus(MongoClientSettings.Builder settings) {
        return settings.applyToSslSettings(tls -> {
            try {
                tls.enabled(true).context(registry.get(name).orElseThrow().createSSLContext());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static MongoClientSettings.Builder byTools(Path pem) {
        return DatabaseTrust.from(Map.of(DatabaseTrust.SETTING, pem.toString()))
                .map(DatabaseTrust::trusting)
                .orElseThrow();
    }

    @Test
    void rightAuthority_isTrustedByAll() {
        String uri = System.getProperty("confab.test.tls-uri");

        ping(uri, this::byQuarkus);
        ping(uri, settings -> byTools(folder().resolve("ours.pem")));

        assertThat(name).isEqualTo("database");
        assertThatThrownBy(() -> ping(uri, settings -> settings))
                .as("the authority is in no JDK")
                .isInstanceOf(MongoTimeoutException.class)
                .hasMessageContaining("PKIX path building failed");
    }

    @ParameterizedTest
    @CsvSource({
        "theirs, ip:127.0.0.1, -1H, 0, PKIX path building failed",
        "ours, dns:db.example, -1H, 0, No subject alternative names matching IP address 127.0.0.1",
        "ours, ip:127.0.0.1, -1d+15S, 15, PKIX path validation failed"
    })
    void otherCertificate_isRefusedByAll(String authority, String names, String start, int seconds, String reason)
            throws Exception {
        Path folder = folder();
        if (!Files.exists(folder.resolve("theirs.pem"))) {
            TlsMongod.authority(folder, "theirs");
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds + 1);
        try (TlsMongod server = TlsMongod.start(folder, authority, names, start)) {
            TimeUnit.NANOSECONDS.sleep(seconds == 0 ? 0 : Math.max(0, end - System.nanoTime()));
            for (UnaryOperator<MongoClientSettings.Builder> client :
                    List.<UnaryOperator<MongoClientSettings.Builder>>of(
                            this::byQuarkus, settings -> byTools(folder.resolve("ours.pem")))) {
                assertThatThrownBy(() -> ping(server.connectionString(), client))
                        .isInstanceOf(MongoTimeoutException.class)
                        .hasMessageContaining(reason);
            }
        }
    }

    @Test
    void file_thatIsMissingOrHasNoCertificate_isASentence(@TempDir Path temporary) throws IOException {
        Path text = Files.writeString(temporary.resolve("a.pem"), "no certificate");

        assertThatThrownBy(() -> byTools(temporary.resolve("b.pem")))
                .hasMessageStartingWith("CONFAB_MONGODB_CA names a file that cannot be read, ");
        assertThatThrownBy(() -> byTools(text))
                .hasMessageStartingWith("CONFAB_MONGODB_CA names a file without certificates, ");
    }
}
