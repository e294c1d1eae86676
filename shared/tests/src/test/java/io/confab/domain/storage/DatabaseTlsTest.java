package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.ServerHeartbeatFailedEvent;
import com.mongodb.event.ServerMonitorListener;
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
import java.util.concurrent.CompletableFuture;
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

    /** A server does not start with a certificate that has ended. */
    private static final long ENDING_SECONDS = 15;

    private static final long PATIENCE_SECONDS = 30;

    /** A process that trusts one authority, which the database's certificate is of. */
    public static class Trusting implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Server.class));
        }
    }

    /** Both authorities, the database, and one whose certificate ends while Quarkus starts and other tests run. */
    public static class Server implements QuarkusTestResourceLifecycleManager {
        private TlsMongod server;
        private TlsMongod ending;

        @Override
        public Map<String, String> start() {
            try {
                Path folder = Files.createTempDirectory("confab-tls");
                Path pem = TlsMongod.authority(folder, "ours");
                TlsMongod.authority(folder, "theirs");
                ending = TlsMongod.start(folder, "ours", "ip:127.0.0.1", "-1d+" + ENDING_SECONDS + "S");
                System.setProperty(
                        "confab.test.tls-ends", Long.toString(System.currentTimeMillis() + ENDING_SECONDS * 1_000));
                System.setProperty("confab.test.tls-ending-uri", ending.connectionString());
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
            ending.close();
        }
    }

    @Inject
    TlsConfigurationRegistry registry;

    @ConfigProperty(name = "quarkus.mongodb.tls-configuration-name")
    String name;

    private static Path folder() {
        return Path.of(System.getProperty("confab.test.tls-folder"));
    }

    private static MongoClientSettings.Builder settings(String uri, UnaryOperator<MongoClientSettings.Builder> trust) {
        return trust.apply(MongoClientSettings.builder()).applyConnectionString(DatabaseAddress.parse("it", uri));
    }

    private static void ping(String uri, UnaryOperator<MongoClientSettings.Builder> trust) {
        try (MongoClient client = MongoClients.create(settings(uri, trust).build())) {
            client.getDatabase("admin").runCommand(new Document("ping", 1));
        }
    }

    /** Why the driver's first connection failed; it would try again until its time is over. */
    private static Throwable refusal(String uri, UnaryOperator<MongoClientSettings.Builder> trust) throws Exception {
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        ServerMonitorListener listener = new ServerMonitorListener() {
            @Override
            public void serverHeartbeatFailed(ServerHeartbeatFailedEvent event) {
                refusal.complete(event.getThrowable());
            }
        };
        MongoClientSettings.Builder settings =
                settings(uri, trust).applyToServerSettings(server -> server.addServerMonitorListener(listener));
        try (MongoClient client = MongoClients.create(settings.build())) {
            return refusal.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
    void rightAuthority_isTrustedByAll() throws Exception {
        String uri = System.getProperty("confab.test.tls-uri");

        ping(uri, this::byQuarkus);
        ping(uri, settings -> byTools(folder().resolve("ours.pem")));

        assertThat(name).isEqualTo("database");
        assertThat(refusal(uri, settings -> settings))
                .as("the authority is in no JDK")
                .hasStackTraceContaining("PKIX path building failed");
    }

    @ParameterizedTest
    @CsvSource({
        "theirs, ip:127.0.0.1, PKIX path building failed",
        "ours, dns:db.example, No subject alternative names matching IP address 127.0.0.1"
    })
    void otherCertificate_isRefusedByAll(String authority, String names, String reason) throws Exception {
        try (TlsMongod server = TlsMongod.start(folder(), authority, names, FOREVER)) {
            assertRefusedByAll(server.connectionString(), reason);
        }
    }

    @Test
    void certificateThatHasEnded_isRefusedByAll() throws Exception {
        long left = Long.getLong("confab.test.tls-ends") - System.currentTimeMillis();
        TimeUnit.MILLISECONDS.sleep(Math.max(0, left));

        assertRefusedByAll(System.getProperty("confab.test.tls-ending-uri"), "PKIX path validation failed");
    }

    private void assertRefusedByAll(String uri, String reason) throws Exception {
        assertThat(refusal(uri, this::byQuarkus)).as("Quarkus").hasStackTraceContaining(reason);
        assertThat(refusal(uri, settings -> byTools(folder().resolve("ours.pem"))))
                .as("the tools")
                .hasStackTraceContaining(reason);
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
