package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** chooseUserIntoGroup. */
enum GroupScenario implements Scenario {
    CREATE {
        @Override
        public Call prepare(Trial trial) {
            return trial.call(
                    trial.user("alice"),
                    "chooseUserIntoGroup",
                    Map.of("user_ids", List.of(trial.user("bob"), trial.user("carol")), "unique_id", "killed"));
        }

        @Override
        public void verify(Trial trial, Call call) {
            JsonNode first = trial.done(call);
            assertThat(trial.done(call)).as("the answer to a repeat").isEqualTo(first);
            requireMembers(trial);
        }
    },
    ADD {
        @Override
        public Call prepare(Trial trial) {
            String group = trial.group(trial.user("alice"), trial.user("bob"));
            return trial.call(
                    trial.user("alice"),
                    "chooseUserIntoGroup",
                    Map.of("group_id", group, "user_ids", List.of(trial.user("carol"), trial.user("dave"))));
        }

        /** The killed call may have added them: a repeat then finds no new user. */
        @Override
        public void repeat(Trial trial, Call call) {
            Answer answer = Answer.of(trial.laboratory().now().call(call));
            assertThat(answer.status()).as("%s", answer.body()).isIn(200, 409);
        }

        @Override
        public void verify(Trial trial, Call call) {
            requireMembers(trial);
        }
    };

    private static void requireMembers(Trial trial) {
        List<Document> groups = trial.laboratory()
                .database()
                .getCollection("uni-im-group")
                .find(eq("user_id", trial.user("alice")))
                .into(new ArrayList<>());
        assertThat(groups).hasSize(1);
        assertThat(trial.laboratory()
                        .database()
                        .getCollection("uni-im-group-member")
                        .distinct("user_id", eq("group_id", groups.get(0).getString("_id")), String.class))
                .containsExactlyInAnyOrderElementsOf(trial.people());
        for (String uid : trial.people()) {
            trial.requirePushed(List.of(uid), trial.user("alice"), push -> Trial.stream(
                            push.path("data").path("body").path("user_list"))
                    .anyMatch(user -> isNewest(trial, user)));
        }
    }

    /** The last one named is announced by the call that was killed. */
    private static boolean isNewest(Trial trial, JsonNode user) {
        return user.path("_id")
                .asText()
                .equals(new ArrayList<>(trial.people()).get(trial.people().size() - 1));
    }

    @Override
    public boolean isMetBothWays() {
        return true;
    }
}
