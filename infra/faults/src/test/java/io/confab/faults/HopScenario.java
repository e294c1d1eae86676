package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoDatabase;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** A hop of a group with two pages of members; some on either page have a device. */
final class HopScenario implements Scenario {
    private static final int MEMBERS = 502;
    private static final List<Integer> REACHABLE = List.of(0, 250, 499, 500, 501);

    @Override
    public Call prepare(Trial trial) {
        String alice = trial.user("alice");
        String group = trial.group(alice);
        crowd(trial, group);
        trial.forgetInvocations();
        trial.done(trial.text(alice, "group_id", group, "to all", "killed"));
        List<JsonNode> accepted = trial.invocations();
        JsonNode hop = accepted.get(accepted.size() - 1);
        return new Call(trial.tag(), hop.path("method").asText(), hop.path("payload"));
    }

    /** Lambda invokes it again: at once, while the lease still prevents it from running, and after the lease has ended. */
    @Override
    public void repeat(Trial trial, Call call) {
        trial.settle();
    }

    @Override
    public void verify(Trial trial, Call call) {
        String id = call.event()
                .path("pushParam")
                .path("payload")
                .path("data")
                .path("_id")
                .asText();
        for (int i : REACHABLE) {
            assertThat(frames(trial, i)).as("frames of member %s", i).anyMatch(frame -> frame.contains(id));
        }
        // Every hop is done by now, so none pushes again.
        List<Integer> counts =
                REACHABLE.stream().map(i -> frames(trial, i).size()).toList();
        assertThat(trial.laboratory().now().call(call).failure()).isNull();
        assertThat(trial.laboratory().later().call(call).failure()).isNull();
        trial.settle();
        assertThat(REACHABLE.stream().map(i -> frames(trial, i).size())).containsExactlyElementsOf(counts);
    }

    private static List<String> frames(Trial trial, int member) {
        return Outgoing.frames(trial.laboratory().journal(), connection(trial, member)).stream()
                .map(JsonNode::asText)
                .toList();
    }

    private static void crowd(Trial trial, String group) {
        MongoDatabase database = trial.laboratory().database();
        Users users = new Users(database);
        List<Document> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            String uid = uid(trial, i);
            members.add(new Document("_id", "%s-%05d".formatted(trial.tag(), i))
                    .append("member_key", group + "#" + uid)
                    .append("group_id", group)
                    .append("user_id", uid)
                    .append("role", List.of())
                    .append("create_time", 0L)
                    .append("join_seq", 1L)
                    .append("join_n", 0L));
            if (REACHABLE.contains(i)) {
                users.device(uid, "d", Map.of("connection_id", connection(trial, i)));
            }
        }
        database.getCollection("uni-im-group-member").insertMany(members);
    }

    private static String uid(Trial trial, int member) {
        return trial.tag() + "-crowd" + member;
    }

    private static String connection(Trial trial, int member) {
        return uid(trial, member) + ".d";
    }

    @Override
    public String toString() {
        return "HOP";
    }

    @Override
    public boolean isMetBothWays() {
        return true;
    }
}
