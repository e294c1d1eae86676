package io.confab.domain.identity;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOptions;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Date;
import java.util.List;

/** Remembers nonces for their window, over all processes. */
@Singleton
public class NonceRepository extends Repository<Nonce> {
    public static final List<Index> INDEXES =
            List.of(Index.expiring(Nonce.COLLECTION, "expire_at", "forgets nonces after their window"));

    NonceRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Nonce, String> {}

    /** Uses a nonce; false if it was used before within its window. Of two calls at once, only one gets true. */
    boolean use(String nonce, long now, long rememberedMillis) {
        try {
            durable()
                    .updateOne(
                            and(eq("_id", nonce), lte("expire_at", new Date(now))),
                            set("expire_at", new Date(now + rememberedMillis)),
                            new UpdateOptions().upsert(true));
            return true;
        } catch (RuntimeException e) {
            if (DuplicateKeys.isCauseOf(e)) {
                return false;
            }
            throw e;
        }
    }
}
