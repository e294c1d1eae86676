package io.confab.domain.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoCollection;
import io.confab.domain.error.Refusal;
import io.confab.domain.page.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.bson.conversions.Bson;

/**
 * A page of a list that is ordered newest first: by a time, then by id, both descending.
 *
 * @param list names the list and every argument that must stay the same from page to page
 */
public record NewestFirst(String list, int limit, Optional<String> cursor) {

    /**
     * Reads the page, in one command.
     *
     * @throws Refusal when the cursor is not one of this list
     */
    public <T> Page<T> read(
            MongoCollection<T> collection,
            Bson filter,
            String timeField,
            ToLongFunction<T> time,
            Function<T, String> id) {
        Bson page = behindCursor(timeField).map(behind -> and(filter, behind)).orElse(filter);
        List<T> found = Repository.firstOf(collection.find(page).sort(descending(timeField, "_id")), limit + 1);
        return Page.of(found, limit, last -> Cursor.encode(list, time.applyAsLong(last), id.apply(last)));
    }

    private record Place(long time, String id) {}

    private Optional<Bson> behindCursor(String timeField) {
        return cursor.map(text -> {
            Place place = Cursor.decode(list, text, values -> new Place(values.number(), values.text()));
            // No $or, which would invite the server to other indexes and a sort in memory.
            return and(lte(timeField, place.time()), nor(and(eq(timeField, place.time()), gte("_id", place.id()))));
        });
    }
}
