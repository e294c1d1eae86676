package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.Updates;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * A batch of change events, which another program has caused, and which its source sends again until it succeeds.
 *
 * <p>Was seen to fail: if a repeat drops a push whose first process has died.
 */
enum TriggerScenario implements Scenario {
    INVITE_AND_REVOCATION {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String bob = trial.user("bob");
            trial.done(trial.text(alice, "to_uid", bob, "earlier", "earlier"));
            String id = trial.done(trial.text(alice, "to_uid", bob, "oops", "oops"))
                    .path("_id")
                    .asText();
            set(trial, "uni-im-msg", id, "is_revoke", true);
            Map<String, Object> invite = Map.of("from_uid", alice, "to_uid", bob, "state", 0, "update_time", 7);
            return ChangeEvent.batch(
                    trial.tag(),
                    ChangeEvent.insert("uni-im-friend-invite", trial.tag() + "-invite", invite),
                    ChangeEvent.update("uni-im-msg", id, Map.of("is_revoke", true)));
        }

        @Override
        public void verify(Trial trial, Call call) {
            String bob = trial.user("bob");
            assertThat(FriendScenario.stored(trial, "uni-im-notification", "user_id"))
                    .hasSize(1);
            trial.requirePushed(
                    List.of(bob), "", push -> push.path("subType").asText().equals("uni-im-friend-invite"));
            trial.requirePushed(
                    trial.people(), "", push -> push.path("type").asText().equals("uni-im-revoke-msg"));
        }
    },

    RENAME_AND_BAN {
        @Override
        public Call prepare(Trial trial) {
            String group = trial.group(trial.user("alice"), trial.user("bob"));
            set(trial, "uni-im-group", group, "name", "Walkers");
            String banned = banned(trial);
            Users users = new Users(trial.laboratory().database());
            users.add(banned, Map.of("status", 1));
            users.connected(banned, "d", banned);
            return ChangeEvent.batch(
                    trial.tag(),
                    ChangeEvent.update("uni-im-group", group, Map.of("name", "Walkers")),
                    ChangeEvent.update("uni-id-users", banned, Map.of("status", 1)));
        }

        @Override
        public void verify(Trial trial, Call call) {
            String group = call.event().at("/events/0/event/documentKey/_id").asText();
            List<Document> announced = new Recount(trial)
                    .log("group_" + group).stream()
                            .filter(message -> "update-group-info-name".equals(message.getString("action")))
                            .toList();
            assertThat(announced).hasSize(1);
            trial.requirePushed(
                    trial.people(), "", Trial.messagePush(announced.get(0).getString("_id")));
            assertThat(find(trial, "uni-im-group", group)).containsEntry("folded_name", "walkers");
            assertThat(find(trial, "uni-id-users", banned(trial)).getLong("valid_token_date"))
                    .isPositive();
            assertThat(Outgoing.frames(trial.laboratory().journal(), banned(trial)))
                    .extracting(JsonNode::asText)
                    .anyMatch(frame -> frame.contains("signed-out"));
        }

        private static String banned(Trial trial) {
            return trial.tag() + "-banned";
        }
    };

    private static void set(Trial trial, String collection, String id, String field, Object value) {
        trial.laboratory().database().getCollection(collection).updateOne(eq("_id", id), Updates.set(field, value));
    }

    private static Document find(Trial trial, String collection, String id) {
        return trial.laboratory()
                .database()
                .getCollection(collection)
                .find(eq("_id", id))
                .into(new ArrayList<>())
                .get(0);
    }

    /** Nothing that another program has half written is whole before its event was processed. */
    @Override
    public void meet(Trial trial, Call call) {
        repeat(trial, call);
    }

    @Override
    public void repeat(Trial trial, Call call) {
        ChangeEvent.tellUntilItSucceeds(trial, call);
    }
}
