package io.confab.domain.deletion;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.addEachToSet;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes {@code uni-im-msg-deleted}. Every method is one database command, by {@code _id} alone. */
@Singleton
class DeletionArchive extends Repository<DeletedBucket> {

    DeletionArchive() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<DeletedBucket, String> {}

    /** Those of these numbers that the owner of this side has deleted. */
    Set<Long> find(String userKey, Collection<Long> seqs) {
        Set<String> ids =
                seqs.stream().map(seq -> DeletedBucket.id(userKey, seq)).collect(Collectors.toSet());
        Set<Long> found = new HashSet<>();
        byIds(ids).forEach(bucket -> found.addAll(bucket.seqs));
        found.retainAll(Set.copyOf(seqs));
        return found;
    }

    /** Adds deletions; harmless if they are stored already. */
    void add(String userKey, Collection<Long> seqs) {
        List<WriteModel<DeletedBucket>> writes =
                seqs.stream().collect(Collectors.groupingBy(seq -> DeletedBucket.id(userKey, seq))).entrySet().stream()
                        .<WriteModel<DeletedBucket>>map(bucket -> new UpdateOneModel<>(
                                eq("_id", bucket.getKey()),
                                addEachToSet("seqs", bucket.getValue()),
                                new UpdateOptions().upsert(true)))
                        .toList();
        DuplicateKeys.retry(() -> durable().bulkWrite(writes, new BulkWriteOptions().ordered(false)));
    }
}
