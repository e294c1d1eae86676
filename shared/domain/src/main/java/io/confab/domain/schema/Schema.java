package io.confab.domain.schema;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.confab.domain.block.BlockRepository;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.InboxRepository;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.friend.FriendInviteRepository;
import io.confab.domain.friend.FriendRepository;
import io.confab.domain.group.GroupJoinRequestRepository;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.identity.NonceRepository;
import io.confab.domain.intake.IntakeRepository;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.notification.NotificationRepository;
import io.confab.domain.once.Once;
import io.confab.domain.pending.PendingPushRepository;
import io.confab.domain.rate.RateSlotRepository;
import io.confab.domain.readers.ReaderRepository;
import io.confab.domain.storage.Index;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** All indexes of all collections (docs/schema.md), and the code that creates them. */
@Singleton
public class Schema {
    /** Every declared index. */
    public static final List<Index> INDEXES = Stream.of(
                    MessageRepository.INDEXES,
                    ConversationRepository.INDEXES,
                    InboxRepository.INDEXES,
                    BlockRepository.INDEXES,
                    ReaderRepository.INDEXES,
                    GroupRepository.INDEXES,
                    GroupMemberRepository.INDEXES,
                    GroupJoinRequestRepository.INDEXES,
                    UserRepository.INDEXES,
                    DeviceRepository.INDEXES,
                    FriendRepository.INDEXES,
                    FriendInviteRepository.INDEXES,
                    NotificationRepository.INDEXES,
                    PendingPushRepository.INDEXES,
                    Once.INDEXES,
                    IntakeRepository.INDEXES,
                    NonceRepository.INDEXES,
                    RateSlotRepository.INDEXES)
            .flatMap(List::stream)
            .toList();

    private final MongoClient client;
    private final String database;

    Schema(MongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.client = client;
        this.database = database;
    }

    /** Creates what is missing, as a laptop does at its start; harmless if it exists, and if two do so at once. */
    public void ensureIndexes() {
        ensureIndexes(client.getDatabase(database));
    }

    /**
     * Creates what is missing, in one command for each collection, and stores the version. For databases that are new or small:
     * {@link SchemaApply} says what it does and what is in the way.
     */
    public static void ensureIndexes(MongoDatabase database) {
        Map<String, List<Index>> byCollection = INDEXES.stream().collect(Collectors.groupingBy(Index::collection));
        byCollection.forEach((collection, indexes) -> database.getCollection(collection)
                .createIndexes(indexes.stream()
                        .map(index -> new IndexModel(keys(index), options(index)))
                        .toList()));
        SchemaVersion.write(database);
    }

    /**
     * Creates an index, and returns when it is complete.
     *
     * @param name under which it exists already, perhaps unfinished
     */
    static void create(MongoDatabase database, Index index, Optional<String> name) {
        // Amazon DocumentDB otherwise stops all other work on the collection; MongoDB ignores it.
        IndexOptions options = options(index).background(true);
        name.ifPresent(options::name);
        database.getCollection(index.collection()).createIndex(keys(index), options);
    }

    private static Bson keys(Index index) {
        return Indexes.compoundIndex(index.fields().stream()
                .map(field -> field.startsWith("-") ? Indexes.descending(field.substring(1)) : Indexes.ascending(field))
                .toList());
    }

    private static IndexOptions options(Index index) {
        IndexOptions options = new IndexOptions().unique(index.unique()).sparse(index.sparse());
        if (index.expireAfterSeconds() != null) {
            options.expireAfter(index.expireAfterSeconds().longValue(), TimeUnit.SECONDS);
        }
        return options;
    }
}
