package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;

/** A group of 500 people, each with a connected device, who are one full page of a fan-out. */
record FullPage(Trial trial, String group) {
    static final int MEMBERS = 500;

    static FullPage make(Trial trial) {
        String group = trial.group(trial.user("alice"));
        Users users = new Users(trial.laboratory().database());
        FullPage page = new FullPage(trial, group);
        List<Document> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Document("_id", "%s-%05d".formatted(trial.tag(), i))
                    .append("member_key", group + "#" + page.uid(i))
                    .append("group_id", group)
                    .append("user_id", page.uid(i))
                    .append("role", List.of())
                    .append("create_time", 0L)
                    .append("join_seq", 1L)
                    .append("join_n", 0L));
            users.device(page.uid(i), "d", Map.of("connection_id", page.connection(i)));
        }
        users.add(page.uid(1));
        MongoCollection<Document> stored = trial.laboratory().database().getCollection("uni-im-group-member");
        stored.deleteMany(new Document("group_id", group));
        stored.insertMany(members);
        return page;
    }

    private String uid(int member) {
        return trial.tag() + "-crowd" + member;
    }

    String connection(int member) {
        return "%sy%03d".formatted(trial.tag(), member);
    }

    /** The first hop of a message by one of them. */
    Call hop(String uniqueId) {
        trial.done(trial.text(uid(1), "group_id", group, "to all", uniqueId));
        List<JsonNode> accepted = trial.invocations();
        JsonNode hop = accepted.get(accepted.size() - 1);
        trial.forgetInvocations();
        return new Call(trial.tag(), hop.path("method").asText(), hop.path("payload"));
    }

    /** How often each of them was reached. */
    List<Integer> deliveries(GatewayPeer peer) {
        return IntStream.range(0, MEMBERS)
                .mapToObj(i -> peer.deliveries(connection(i)).size())
                .toList();
    }
}
