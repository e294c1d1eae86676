package io.confab.domain.storage;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterConnectionMode;
import io.confab.domain.secret.Secrets;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads values that other tools have written tolerantly ({@link WrittenByOthers}), and keeps the reactive client idle. Panache
 * creates a second, reactive client at every start, which Confab does not use and which would monitor every server with its own
 * threads and connections. In load-balanced mode the driver neither monitors nor connects before the first command, so the
 * second client costs nothing (docs/decisions/0002).
 *
 * <p>A write whose connection breaks is sent once more, unless the address says {@code retryWrites=false}: the server stores it
 * once. Quarkus would turn that off, whatever the address says (docs/decisions/0067).
 */
@Singleton
class MongoSettings implements MongoClientCustomizer {
    private final Secrets secrets;
    private final String configured;

    MongoSettings(Secrets secrets, @ConfigProperty(name = "quarkus.mongodb.connection-string") String configured) {
        this.secrets = secrets;
        this.configured = configured;
    }

    /** The address of the database's secret takes the place of the configured one; the write concern stays as it is. */
    private MongoClientSettings.Builder addressed(MongoClientSettings.Builder settings, MongoClientSettings current) {
        Optional<String> secret = secrets.fromSource(Secrets.DATABASE);
        ConnectionString address = secret.map(
                        uri -> DatabaseAddress.parse("The uri of the secret CONFAB_SECRET_DATABASE", uri))
                .orElseGet(() -> DatabaseAddress.parse(Secrets.DATABASE, configured));
        if (secret.isPresent()) {
            settings.applyConnectionString(address).writeConcern(current.getWriteConcern());
        }
        return settings.retryWrites(!Boolean.FALSE.equals(address.getRetryWritesValue()));
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder settings) {
        MongoClientSettings current = settings.build();
        boolean reactive = current.getTransportSettings() != null;
        if (!reactive) {
            CodecRegistry drivers = current.getCodecRegistry();
            CodecRegistry strict = CodecRegistries.fromRegistries(
                    CodecRegistries.fromProviders(FieldCodec.provider(drivers)), drivers);
            return addressed(settings, current)
                    .codecRegistry(CodecRegistries.fromRegistries(
                            CodecRegistries.fromProviders(ForgivingCodec.provider(strict)), strict));
        }
        return MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1")))
                        .mode(ClusterConnectionMode.LOAD_BALANCED))
                .codecRegistry(current.getCodecRegistry());
    }
}
