package io.confab.bench.fanout;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.confab.bench.client.BenchUser;
import io.confab.bench.client.Population;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * A group with very many members. Two join by a call; the others' memberships are copies of the second one's, because only the
 * fan-out reads them. Every n-th is a user with a device, the rest are names without any.
 */
record CrowdedGroup(String id, BenchUser sender, int connected) {
    private static final int AT_ONCE = 5_000;

    /**
     * @param users the first two make the group, and the first sends; all of them are members, as far as the group's size allows
     * @param every how many members there are for one user
     */
    static CrowdedGroup make(Population population, MongoDatabase database, List<BenchUser> users, int size, int every)
            throws IOException {
        String id = population.group(users.subList(0, 2));
        MongoCollection<Document> members = database.getCollection("uni-im-group-member");
        Document second = members.find(
                        and(eq("group_id", id), eq("user_id", users.get(1).uid())))
                .first();
        if (second == null) {
            throw new IllegalStateException("the second member of the group is not stored");
        }
        List<Document> copies = new ArrayList<>();
        int connected = 2;
        for (int i = 2; i < size; i++) {
            boolean isUser = i % every == 0 && connected < users.size();
            String uid = isUser ? users.get(connected++).uid() : id + "-absent-" + i;
            Document copy = new Document(second);
            copy.put("_id", "%s-%06d".formatted(second.getString("_id"), i));
            copy.put("user_id", uid);
            copy.put("member_key", id + "#" + uid);
            copies.add(copy);
            if (copies.size() == AT_ONCE) {
                members.insertMany(copies);
                copies.clear();
            }
        }
        if (!copies.isEmpty()) {
            members.insertMany(copies);
        }
        database.getCollection("uni-im-group").updateOne(eq("_id", id), set("member_count", (long) size));
        return new CrowdedGroup(id, users.get(0), connected);
    }
}
