package io.confab.domain.message;

import static com.mongodb.client.model.Aggregates.addFields;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.model.Field;
import com.mongodb.client.model.Projections;
import io.confab.domain.storage.OneOfMany;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Reads what a list shows and counts of many conversations at once. Every method is one database command; the indexes are those
 * of {@link MessageRepository}.
 */
@Singleton
public class ListedMessages extends Repository<Message> {
    /** The index for queries with many marks: without this hint, the server considers all indexes for each mark. */
    private static final Bson UNREAD_KEYS = ascending("unread_keys", "seq");

    /** How many messages one command reads where no limit is set; the server ends a batch at 16 MB anyway. */
    private static final int MAX_SPECIAL = 100_000;

    ListedMessages() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Message, String> {}

    /** The messages with these {@code seq_key}s, in no particular order; nothing is read for none. Holds the bodies of only one batch in memory, at most 16 MB. */
    public List<ShortMessage> findShort(Collection<String> seqKeys, int noteLength) {
        if (seqKeys.isEmpty()) {
            return List.of();
        }
        return list(
                plain().find(in("seq_key", seqKeys)).map(message -> ShortMessage.of(message, noteLength)),
                seqKeys.size());
    }

    /**
     * The messages above each mark that counts alone do not cover (mentions, revoked ones, one's own), without their bodies, and
     * perhaps some below ({@link SpecialAbove#finds}).
     */
    public List<Message> findSpecialAbove(List<SpecialAbove> marks) {
        List<Bson> branches = branches(marks);
        return list(
                plain().find(branches.size() == 1 ? branches.get(0) : or(branches))
                        .projection(Projections.exclude("body"))
                        .hint(UNREAD_KEYS),
                MAX_SPECIAL);
    }

    /**
     * What a list shows and counts.
     *
     * @param byKey those that were asked for by key
     * @param special the others, and perhaps some of the former, without bodies
     */
    public record Listed(List<ShortMessage> byKey, List<Message> special) {}

    /** {@link #findShort} and {@link #findSpecialAbove} in one command, in no particular order. */
    public Listed findListed(Set<String> seqKeys, List<SpecialAbove> marks, int noteLength) {
        if (marks.isEmpty() || seqKeys.isEmpty()) {
            return new Listed(findShort(seqKeys, noteLength), marks.isEmpty() ? List.of() : findSpecialAbove(marks));
        }
        List<Bson> branches = new ArrayList<>(List.of(in("seq_key", seqKeys)));
        branches.addAll(branches(marks));
        Bson withoutOthersBodies = addFields(new Field<>(
                "body", new Document("$cond", Arrays.asList(OneOfMany.expression("seq_key", seqKeys), "$body", null))));
        Listed listed = new Listed(new ArrayList<>(), new ArrayList<>());
        for (Message message : plain().aggregate(List.of(match(or(branches)), withoutOthersBodies))
                .batchSize(MAX_SPECIAL)) {
            if (seqKeys.contains(message.seqKey)) {
                listed.byKey().add(ShortMessage.of(message, noteLength));
            }
            listed.special().add(message);
        }
        return listed;
    }

    private static List<Bson> branches(List<SpecialAbove> marks) {
        return SpecialAbove.together(marks).stream()
                .map(mark -> and(in("unread_keys", mark.unreadKeys()), gt("seq", mark.seq())))
                .toList();
    }
}
