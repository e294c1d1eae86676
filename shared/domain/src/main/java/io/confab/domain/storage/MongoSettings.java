package io.confab.domain.storage;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterConnectionMode;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import jakarta.inject.Singleton;
import java.util.List;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;

/**
 * Reads values that other tools have written tolerantly ({@link WrittenByOthers}), and keeps the reactive client idle. Panache
 * creates a second, reactive client at every start, which Confab does not use and which would monitor every server with its own
 * threads and connections. In load-balanced mode the driver neither monitors nor connects before the first command, so the
 * second client costs nothing (docs/decisions/0002).
 */
@Singleton
class MongoSettings implements MongoClientCustomizer {
    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder settings) {
        MongoClientSettings current = settings.build();
        boolean reactive = current.getTransportSettings() != null;
        if (!reactive) {
            CodecRegistry strict = current.getCodecRegistry();
            return settings.codecRegistry(CodecRegistries.fromRegistries(
                    CodecRegistries.fromProviders(ForgivingCodec.provider(strict)), strict));
        }
        return MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1")))
                        .mode(ClusterConnectionMode.LOAD_BALANCED))
                .codecRegistry(current.getCodecRegistry());
    }
}
