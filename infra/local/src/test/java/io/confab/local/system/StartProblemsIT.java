package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.local.database.EmbeddedMongo;
import io.confab.testing.ChildJvm;
import io.confab.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails prints the reason in one sentence. */
class StartProblemsIT {
    @TempDir
    Path folder;

    private static void assertSaidPlainly(ChildJvm.Result end, String... words) {
        assertThat(end.exitCode()).isEqualTo(1);
        assertThat(end.output().strip().lines()).singleElement().asString().contains(words);
    }

    @Test
    void start_portIsTaken_saysSo() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            ChildJvm.Result end =
                    PackagedServer.in(folder, Map.of("CONFAB_PORT", port)).startInVain();

            assertSaidPlainly(end, "Port " + port + " is taken", "CONFAB_PORT=");
        }
    }

    @Test
    void start_dataFolderIsInUse_saysSo() {
        try (PackagedServer first = PackagedServer.in(folder)) {
            first.start();

            ChildJvm.Result end = PackagedServer.in(folder).startInVain();

            assertSaidPlainly(end, "data folder " + folder + " is in use", "CONFAB_DATA");
            assertThat(first.stop().output()).doesNotContain("ERROR");
        }
    }

    @Test
    void start_databaseDoesNotAnswer_saysSo() {
        String nowhere = "127.0.0.1:" + FreePort.find();

        ChildJvm.Result end = PackagedServer.in(
                        folder, Map.of("CONFAB_MONGODB_URI", "mongodb://somebody:secret@" + nowhere + "/chat"))
                .startInVain();

        assertSaidPlainly(end, nowhere, "CONFAB_MONGODB_URI");
        assertThat(end.output()).doesNotContain("secret");
    }

    @Test
    void start_databaseFileIsDamaged_saysSo() throws IOException {
        Files.writeString(folder.resolve("database.mv"), "no database at all".repeat(1_000));

        ChildJvm.Result end = PackagedServer.in(folder).startInVain();

        assertSaidPlainly(end, "database.mv", "CONFAB_DATA");
    }

    @Test
    void start_dataFolderIsAFile_saysSo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        ChildJvm.Result end = PackagedServer.in(file).startInVain();

        assertSaidPlainly(end, file.toString(), "CONFAB_DATA");
    }

    @Test
    void start_remoteDatabaseAndKnownSecrets_saysSo() {
        ChildJvm.Result end = PackagedServer.in(
                        folder, Map.of("CONFAB_MONGODB_URI", "mongodb+srv://somebody:hidden@cluster.example/chat"))
                .startInVain();

        assertSaidPlainly(end, "CONFAB_TOKEN_SECRET", "CONFAB_LOCAL_REMOTE_DATABASE=true");
        assertThat(end.output()).doesNotContain("hidden");
    }

    @Test
    void start_nameOfNoSetting_saysSoAndNamesTheNearest() {
        ChildJvm.Result end =
                PackagedServer.in(folder, Map.of("CONFAB_RECALL_WINDOW", "120")).startInVain();

        assertSaidPlainly(end, "CONFAB_RECALL_WINDOW is not a setting", "CONFAB_RECALL_WINDOW_SECONDS");
    }

    @Test
    void start_valueOutOfItsBound_saysSo() {
        ChildJvm.Result end =
                PackagedServer.in(folder, Map.of("CONFAB_MAX_DEVICES", "none")).startInVain();

        assertSaidPlainly(end, "CONFAB_MAX_DEVICES is \"none\"", "a number from 1 to 1000");
    }

    /** The driver understands the spelling 127.1, but it does not count as an address of this machine. */
    @Test
    void start_remoteDatabaseAndOwnSecrets_keepsWhatIsForALaptopClosed() throws Exception {
        try (EmbeddedMongo mongo = EmbeddedMongo.open(folder.resolve("elsewhere.mv"));
                MongoClient client = MongoClients.create(mongo.connectionString());
                PackagedServer server = PackagedServer.in(
                        folder.resolve("data"),
                        Map.of(
                                "CONFAB_MONGODB_URI",
                                mongo.connectionString().replaceFirst("//[^:/]+", "//127.1"),
                                "CONFAB_TOKEN_SECRET",
                                "a-secret-of-my-own-0123456789abcdef",
                                "CONFAB_REQUEST_AUTH_SECRET",
                                "another-secret-of-my-own"))) {
            // When
            server.start();

            // Then
            RawHttp http = new RawHttp(server.port());
            for (String line : new String[] {
                "POST /devLogin",
                "GET /dev",
                "GET /dev/",
                "GET /dev/offline-pushes",
                "GET /dev//invocations",
                "GET /devLogin/"
            }) {
                assertThat(http.ask(line + " HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 0"))
                        .as(line)
                        .startsWith("HTTP/1.1 403 ")
                        .contains("no-permission");
            }
            assertThat(http.ask("GET /health HTTP/1.1", "Host: 127.0.0.1")).startsWith("HTTP/1.1 200 ");
            assertThat(client.getDatabase("confab")
                            .getCollection("uni-id-users")
                            .countDocuments())
                    .isZero();
            assertThat(server.output()).contains("demo users:  none");
        }
    }
}
