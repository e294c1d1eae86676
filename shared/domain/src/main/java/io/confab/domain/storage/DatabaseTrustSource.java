package io.confab.domain.storage;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Makes the certificates that {@code CONFAB_MONGODB_CA} names those of Quarkus's client of the database, when a process starts.
 * Nothing is configured where the setting is empty: the name of a TLS configuration alone would switch TLS on.
 */
public final class DatabaseTrustSource implements ConfigSourceFactory {
    private static final String PROPERTY = "confab.mongodb-ca";
    private static final String NAME = "database";
    private static final int ORDINAL = 90;

    /** @throws DatabaseAddress.Wrong if the file cannot be read, which stops the start */
    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue given = context.getValue(PROPERTY);
        if (given == null || given.getValue() == null || given.getValue().isBlank()) {
            return List.of();
        }
        String path = given.getValue().strip();
        DatabaseTrust.certificates(path);
        return List.of(new PropertiesConfigSource(
                Map.of(
                        "quarkus.mongodb.tls-configuration-name",
                        NAME,
                        "quarkus.tls." + NAME + ".trust-store.pem.certs",
                        Path.of(path).toAbsolutePath().toString().replace(",", "\\,")),
                "certificates of the database",
                ORDINAL));
    }
}
