package io.confab.domain.storage;

import com.mongodb.MongoClientSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom the database's certificate must be from, if {@code CONFAB_MONGODB_CA} names a file of certificates: them alone, in the
 * place of those that Java knows. For the clients that are not Quarkus's; that one is configured by {@link DatabaseTrustSource}.
 */
public final class DatabaseTrust {
    public static final String SETTING = "CONFAB_MONGODB_CA";

    private DatabaseTrust() {}

    /**
     * The context of connections to the database.
     *
     * @param environment of this process
     * @return empty where Java's own certificates are trusted
     * @throws DatabaseAddress.Wrong if the file cannot be read
     */
    public static Optional<SSLContext> from(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(SETTING))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(path -> context(certificates(path)));
    }

    /**
     * The certificates of a PEM file.
     *
     * @throws DatabaseAddress.Wrong if there are none
     */
    static Collection<? extends Certificate> certificates(String path) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw noCertificates(path);
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw noCertificates(path);
        } catch (IOException | InvalidPathException e) {
            throw new DatabaseAddress.Wrong(SETTING + " names a file that cannot be read, " + path
                    + ": put the certificates there" + " (docs/deploy.md), or leave it out.");
        }
    }

    private static DatabaseAddress.Wrong noCertificates(String path) {
        return new DatabaseAddress.Wrong(
                SETTING + " names a file without certificates, " + path + ": it must be in PEM format.");
    }

    /** Settings of a client whose connections are of that context. */
    public static MongoClientSettings.Builder trusting(SSLContext context) {
        return MongoClientSettings.builder()
                .applyToSslSettings(tls -> tls.enabled(true).context(context));
    }

    private static SSLContext context(Collection<? extends Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate authority : authorities) {
                store.setCertificateEntry(Integer.toString(number++), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates cannot be trusted", e);
        }
    }
}
