package io.confab.domain.presence;

import static com.mongodb.client.model.Aggregates.addFields;
import static com.mongodb.client.model.Aggregates.lookup;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.Field;
import io.confab.domain.friend.Friend;
import io.confab.domain.storage.Repository;
import io.confab.domain.user.User;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;

/** Reads users with their friendship to a caller. */
@Singleton
class AcquaintanceRepository extends Repository<User> {
    private static final String KEY = "context_key";

    AcquaintanceRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<User, String> {}

    /** Those of the users who exist, by uid. One command. */
    Map<String, Acquaintance> find(Collection<String> uids, String callerUid) {
        Document friendKey =
                new Document("$concat", List.of("$_id", new Document("$literal", Friend.key("", callerUid))));
        return list(
                        plain().aggregate(
                                        List.of(
                                                match(in("_id", uids)),
                                                addFields(new Field<>(KEY, friendKey)),
                                                lookup(Friend.COLLECTION, KEY, "friend_key", "friends")),
                                        Acquaintance.class),
                        uids.size())
                .stream()
                .collect(Collectors.toMap(user -> user.id, Function.identity()));
    }
}
