package io.confab.testing;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bson.Document;

/** A real MongoDB server that only speaks TLS, with a certificate of an authority that a test has made by {@code keytool}. */
public final class TlsMongod implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final int START_TENTHS = 300;

    private final GuardedProcess process;
    private final int port;

    private TlsMongod(GuardedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Makes an authority; returns the file of its certificate. */
    public static Path authority(Path folder, String name) throws IOException, InterruptedException {
        keytool(folder, "-genkeypair", "-alias", name, "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "30");
        return exported(folder, name);
    }

    /**
     * Starts a server.
     *
     * @param folder with the authority's key
     * @param names of the server, such as {@code ip:127.0.0.1}
     * @param start when its certificate, of one day, begins; as keytool writes it
     */
    public static TlsMongod start(Path folder, String authority, String names, String start)
            throws IOException, InterruptedException, GeneralSecurityException {
        String alias = "server" + System.nanoTime();
        keytool(
                folder,
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=server",
                "-ext",
                "san=" + names,
                "-signer",
                authority,
                "-startdate",
                start,
                "-validity",
                "1");
        Path pem = folder.resolve(alias + "-key.pem");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        StringBuilder text = new StringBuilder(
                pem("PRIVATE KEY", store.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
        for (Certificate certificate : store.getCertificateChain(alias)) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(pem, text);
        return start(folder, pem);
    }

    private static TlsMongod start(Path folder, Path pem) throws IOException, InterruptedException {
        int port = FreePort.find();
        Path data = Files.createTempDirectory("confab-mongod-tls");
        GuardedProcess process = GuardedProcess.start(
                List.of(
                        MongodBinary.find().toString(),
                        "--dbpath",
                        data.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind_ip",
                        "127.0.0.1",
                        "--nounixsocket",
                        "--tlsMode",
                        "requireTLS",
                        "--tlsCertificateKeyFile",
                        pem.toString(),
                        "--wiredTigerCacheSizeGB",
                        "0.25",
                        "--setParameter",
                        "diagnosticDataCollectionEnabled=false",
                        "--quiet"),
                data,
                folder.resolve("mongod-" + port + ".log"));
        TlsMongod server = new TlsMongod(process, port);
        for (int tenth = 0; tenth < START_TENTHS && process.isAlive(); tenth++) {
            if (server.answers()) {
                return server;
            }
            Thread.sleep(100);
        }
        server.close();
        throw new IOException(
                "mongod with TLS did not start: " + Files.readString(folder.resolve("mongod-" + port + ".log")));
    }

    public String connectionString() {
        return "mongodb://127.0.0.1:" + port + "/?tls=true";
    }

    @Override
    public void close() {
        process.close();
    }

    /** Asks without looking at its certificate. */
    private boolean answers() {
        try (MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1", port)))
                        .serverSelectionTimeout(500, TimeUnit.MILLISECONDS))
                .applyToSslSettings(
                        tls -> tls.enabled(true).invalidHostNameAllowed(true).context(blind()))
                .build())) {
            client.getDatabase("admin").runCommand(new Document("ping", 1));
            return true;
        } catch (MongoException e) {
            return false;
        }
    }

    private static SSLContext blind() {
        X509TrustManager everybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {everybody}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path exported(Path folder, String alias) throws IOException, InterruptedException {
        Path file = folder.resolve(alias + ".pem");
        run(folder, List.of("-exportcert", "-rfc", "-alias", alias, "-file", file.toString()));
        return file;
    }

    private static void keytool(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        run(folder, all);
    }

    private static void run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(arguments);
        command.addAll(List.of(
                "-keystore", folder.resolve("keys.p12").toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + Files.readString(folder.resolve("keytool.log")));
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }
}
