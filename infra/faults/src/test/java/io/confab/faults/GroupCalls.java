package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Calls of every method of groups, in every form that makes another query. */
final class GroupCalls {
    private final Trial trial;
    private final String alice;
    private final String bob;
    private final String carol;

    GroupCalls(Trial trial) {
        this.trial = trial;
        this.alice = trial.user("alice");
        this.bob = trial.user("bob");
        this.carol = trial.user("carol");
    }

    void run() {
        String group = trial.group(alice, bob);
        trial.group(alice);
        moved(group);
        call(carol, "joinGroup", Map.of("group_id", group));
        call(carol, "removeGroupMember", Map.of("group_id", group));
        call(alice, "updateGroup", Map.of("group_id", group, "join_option", "needPermission", "notification", "n"));
        JsonNode asked = call(carol, "joinGroup", Map.of("group_id", group));
        call(alice, "getGroupJoinList", Map.of());
        call(alice, "getGroupJoinList", Map.of("state", 0));
        call(alice, "getGroupJoinList", Map.of("group_id", group));
        handle(asked, -100);
        handle(call(carol, "joinGroup", Map.of("group_id", group)), 100);
        requests(group);
        paged(alice, "getGroupJoinList", Map.of("limit", 1));
        paged(alice, "getGroupJoinList", Map.of("limit", 1, "state", 0, "group_id", group));
        paged(alice, "getGroupList", Map.of("limit", 1));
        call(alice, "getGroupList", Map.of("group_id", group));
        paged(alice, "getGroupMemberList", Map.of("limit", 1, "group_id", group));
        call(alice, "getGroupMemberList", Map.of("group_id", group, "user_id", bob));
        call(alice, "updateGroupMember", Map.of("group_id", group, "user_id", bob, "mute_type", 1));
        call(alice, "transferGroup", Map.of("group_id", group, "user_id", bob));
        call(bob, "removeGroupMember", Map.of("group_id", group, "user_ids", List.of(carol)));
        call(bob, "updateGroupMember", Map.of("group_id", group, "user_id", carol, "mute_type", 1));
        call(bob, "updateGroup", Map.of("group_id", group, "name", trial.tag()));
        call(bob, "updateGroup", Map.of("group_id", trial.group(bob), "name", trial.tag()));
        paged(alice, "searchGroups", Map.of("limit", 1, "keyword", trial.tag()));
        call(bob, "dissolveGroup", Map.of("group_id", group));
        trial.settle();
    }

    /** Makes the group like an imported one, whose members have not been counted. */
    private void moved(String group) {
        trial.laboratory()
                .database()
                .getCollection("uni-im-group")
                .updateOne(Filters.eq("_id", group), new Document("$unset", new Document("member_count", 1)));
    }

    private void requests(String group) {
        List<Document> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            requests.add(new Document("_id", trial.tag() + "-request-" + i)
                    .append("group_id", group)
                    .append("user_id", carol)
                    .append("state", 0)
                    .append("creat_time", (long) i)
                    .append("update_time", (long) i));
        }
        trial.laboratory().database().getCollection("uni-im-group-join").insertMany(requests);
    }

    private void handle(JsonNode asked, int state) {
        call(alice, "handleGroupJoin", Map.of("_id", asked.path("_id").asText(), "state", state));
    }

    private void paged(String uid, String method, Map<String, ?> params) {
        Answer first = Answer.of(trial.laboratory().now().call(trial.call(uid, method, params)));
        Map<String, Object> next = new HashMap<>(params);
        next.put("cursor", first.body().path("nextCursor").asText());
        call(uid, method, next);
    }

    private JsonNode call(String uid, String method, Map<String, ?> params) {
        return trial.done(trial.call(uid, method, params));
    }
}
