package io.confab.faults;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.regex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * Changes of a group of alice, bob and dave (an admin), and carol outside. A repeat may find that the killed call has done it.
 */
enum GroupChangeScenario implements Scenario {
    JOIN(200, 409) {
        @Override
        Call prepare(Trial trial, String group) {
            return trial.call(trial.user("carol"), "joinGroup", Map.of("group_id", group));
        }

        @Override
        void verify(Trial trial, Document group) {
            requireMembers(trial, "alice", "bob", "dave", "carol");
            requireNotice(trial, "join-group-notice", 2, "alice", "bob", "dave", "carol");
        }
    },
    ASK(200) {
        @Override
        Call prepare(Trial trial, String group) {
            needPermission(trial, group);
            return ask(trial, group);
        }

        @Override
        void verify(Trial trial, Document group) {
            List<Document> requests = all(trial, "uni-im-group-join", "group_id", group.getString("_id"));
            assertThat(requests).hasSize(1);
            assertThat(requests.get(0)).containsEntry("state", 0);
            assertThat(all(trial, "uni-im-notification", "user_id", trial.user("dave")))
                    .hasSize(1);
            trial.requirePushed(List.of(trial.user("alice"), trial.user("dave")), "", push -> push.path("subType")
                    .asText()
                    .equals("uni-im-group-join-request"));
        }
    },
    ACCEPT(200) {
        @Override
        Call prepare(Trial trial, String group) {
            needPermission(trial, group);
            JsonNode asked = trial.done(ask(trial, group));
            return trial.call(
                    trial.user("dave"),
                    "handleGroupJoin",
                    Map.of("_id", asked.path("_id").asText(), "state", 100));
        }

        @Override
        void verify(Trial trial, Document group) {
            requireMembers(trial, "alice", "bob", "dave", "carol");
            requireNotice(trial, "join-group-notice", 2, "alice", "bob", "dave", "carol");
            assertThat(all(trial, "uni-im-group-join", "group_id", group.getString("_id")))
                    .singleElement()
                    .satisfies(request -> assertThat(request).containsEntry("state", 100));
        }
    },
    REFUSE(200) {
        @Override
        Call prepare(Trial trial, String group) {
            needPermission(trial, group);
            JsonNode asked = trial.done(ask(trial, group));
            return trial.call(
                    trial.user("dave"),
                    "handleGroupJoin",
                    Map.of("_id", asked.path("_id").asText(), "state", -100));
        }

        @Override
        void verify(Trial trial, Document group) {
            requireMembers(trial, "alice", "bob", "dave");
            requireAnswered(trial, group, -100, "cancel");
        }
    },
    INVITE_WHO_ASKED(200, 409) {
        @Override
        Call prepare(Trial trial, String group) {
            needPermission(trial, group);
            trial.done(ask(trial, group));
            return invite(trial, "bob", group, "carol");
        }

        @Override
        void verify(Trial trial, Document group) {
            requireMembers(trial, "alice", "bob", "dave", "carol");
            requireAnswered(trial, group, 100, "confirm");
        }
    },
    COME_BACK(200, 409) {
        @Override
        Call prepare(Trial trial, String group) {
            trial.done(trial.call(
                    trial.user("dave"),
                    "updateGroupMember",
                    Map.of("group_id", group, "user_id", trial.user("bob"), "mute_type", 1)));
            trial.done(trial.text(trial.user("alice"), "group_id", group, "read by bob", "read"));
            trial.done(trial.call(trial.user("bob"), "clearUnreadCount", Map.of("conversation_id", "group_" + group)));
            trial.done(trial.call(trial.user("bob"), "removeGroupMember", Map.of("group_id", group)));
            return invite(trial, "alice", group, "bob");
        }

        @Override
        void verify(Trial trial, Document group) {
            requireMembers(trial, "alice", "bob", "dave");
            requireNotice(trial, "join-group-notice", 2, "alice", "bob", "dave");
            assertThat(all(trial, "uni-im-group-member", "user_id", trial.user("bob")))
                    .singleElement()
                    .satisfies(member -> assertThat(member).containsEntry("mute_type", 1));
            Document side = side(trial, group, "bob");
            assertThat(side).containsEntry("leave", false);
            assertThat(side.getList("stays", Document.class)).hasSize(1);
            JsonNode repeat = trial.done(
                    trial.text(trial.user("alice"), "group_id", group.getString("_id"), "read by bob", "read"));
            JsonNode readers = trial.done(trial.call(
                    trial.user("alice"),
                    "getMsgReaders",
                    Map.of("msgId", repeat.path("_id").asText())));
            assertThat(readers.at("/read/0/_id").asText()).isEqualTo(trial.user("bob"));
        }
    },
    MUTE_WHO_LEFT(200) {
        @Override
        Call prepare(Trial trial, String group) {
            trial.done(trial.call(trial.user("bob"), "removeGroupMember", Map.of("group_id", group)));
            return trial.call(
                    trial.user("dave"),
                    "updateGroupMember",
                    Map.of("group_id", group, "user_id", trial.user("bob"), "mute_type", 1));
        }

        @Override
        void verify(Trial trial, Document group) {
            requireMembers(trial, "alice", "dave");
            String key = group.getString("_id") + "#" + trial.user("bob");
            assertThat(all(trial, "uni-im-group-member", "member_key", key))
                    .singleElement()
                    .satisfies(member -> assertThat(member).containsEntry("mute_type", 1));
        }
    },
    UPDATE(200) {
        @Override
        Call prepare(Trial trial, String group) {
            return trial.call(
                    trial.user("dave"),
                    "updateGroup",
                    Map.of("group_id", group, "name", "Tea", "notification", "at four"));
        }

        @Override
        void verify(Trial trial, Document group) {
            assertThat(group).containsEntry("name", "Tea");
            requireNotice(trial, "update-group-info-name", 1, "alice", "bob", "dave");
            requireNotice(trial, "update-group-info-notification", 1, "alice", "bob", "dave");
            JsonNode listed = trial.list(trial.laboratory().now(), trial.user("bob"))
                    .path("data")
                    .path(0);
            assertThat(listed.path("has_unread_group_notification").asBoolean()).isTrue();
        }
    },
    MAKE_ADMIN(200) {
        @Override
        Call prepare(Trial trial, String group) {
            return trial.call(
                    trial.user("alice"),
                    "updateGroupMember",
                    Map.of("group_id", group, "user_id", trial.user("bob"), "role", List.of("admin")));
        }

        @Override
        void verify(Trial trial, Document group) {
            assertThat(role(trial, "bob")).containsExactly("admin");
            requireNotice(trial, "set-group-admin", 2, "alice", "bob", "dave");
        }
    },
    TRANSFER(200, 403) {
        @Override
        Call prepare(Trial trial, String group) {
            return trial.call(
                    trial.user("alice"), "transferGroup", Map.of("group_id", group, "user_id", trial.user("bob")));
        }

        @Override
        void verify(Trial trial, Document group) {
            assertThat(group).containsEntry("user_id", trial.user("bob"));
            assertThat(role(trial, "bob")).containsExactly("creator", "admin");
            assertThat(role(trial, "alice")).containsExactly("admin");
            requireNotice(trial, "set-group-admin", 3, "alice", "bob", "dave");
        }
    },
    EXPEL(200, 404) {
        @Override
        Call prepare(Trial trial, String group) {
            return trial.call(
                    trial.user("dave"),
                    "removeGroupMember",
                    Map.of("group_id", group, "user_ids", List.of(trial.user("bob"))));
        }

        @Override
        void verify(Trial trial, Document group) {
            requireGone(trial, group, "group-expel");
        }
    },
    LEAVE(200, 403) {
        @Override
        Call prepare(Trial trial, String group) {
            return trial.call(trial.user("bob"), "removeGroupMember", Map.of("group_id", group));
        }

        @Override
        void verify(Trial trial, Document group) {
            requireGone(trial, group, "group-exit");
        }
    },
    DISSOLVE(200, 404) {
        @Override
        Call prepare(Trial trial, String group) {
            return trial.call(trial.user("alice"), "dissolveGroup", Map.of("group_id", group));
        }

        @Override
        void verify(Trial trial, Document group) {
            requireNotice(trial, "group-dissolved", 1, "alice", "bob", "dave");
            for (String name : List.of("alice", "bob", "dave")) {
                String uid = trial.user(name);
                assertThat(trial.list(trial.laboratory().now(), uid).path("data"))
                        .isEmpty();
                Answer read = Answer.of(trial.laboratory()
                        .now()
                        .call(trial.call(
                                uid, "getMsgList", Map.of("conversation_id", "group_" + group.getString("_id")))));
                assertThat(read.status()).isEqualTo(404);
            }
        }
    },
    /** A list that finds a change which nothing can announce: it is true all the same, and its announcement given up. */
    GIVE_UP(200) {
        @Override
        Call prepare(Trial trial, String group) {
            Document bob = all(trial, "uni-im-group-member", "user_id", trial.user("bob"))
                    .get(0);
            Document admin = new Document("_id", bob.getString("_id"))
                    .append("join_id", bob.getString("join_id"))
                    .append("role", List.of("admin"))
                    .append("mute_type", 0);
            Document byNobody = new Document("_id", trial.tag())
                    .append("kind", "update")
                    .append("user_ids", List.of(trial.user("bob")))
                    .append("memberships", List.of(admin))
                    .append("action", "set-group-admin")
                    .append("time", 0L)
                    .append("no", 1_000L);
            update(trial, group, new Document("$push", new Document("pending_changes", byNobody)));
            return members(trial, group);
        }

        private Call members(Trial trial, String group) {
            return trial.call(trial.user("bob"), "getGroupMemberList", Map.of("group_id", group));
        }

        @Override
        void verify(Trial trial, Document group) {
            requireMembers(trial, "alice", "bob", "dave");
            assertThat(role(trial, "bob")).containsExactly("admin");
            trial.settle();
            for (int i = 0; i < MOST_TRIES && !pending(trial).isEmpty(); i++) {
                Document left = pending(trial).get(0);
                assertThat(left.getInteger("tries")).isLessThanOrEqualTo(MOST_TRIES);
                update(
                        trial,
                        group.getString("_id"),
                        new Document("$set", new Document("pending_changes.0.tried_time", 0L)));
                trial.done(members(trial, group.getString("_id")));
            }
            assertThat(pending(trial)).isEmpty();
            assertThat(group(trial)).containsEntry("member_count", 3L);
            assertThat(trial.invocations().stream()
                            .map(invocation ->
                                    invocation.at("/payload/given_up/change_id").asText())
                            .filter(trial.tag()::equals))
                    .isNotEmpty();
            // Its dead letter is an invocation that always fails.
            trial.forgetInvocations();
        }
    };

    private static final int MOST_TRIES = 6;

    private final List<Integer> statusesOfARepeat;

    GroupChangeScenario(Integer... statusesOfARepeat) {
        this.statusesOfARepeat = List.of(statusesOfARepeat);
    }

    abstract Call prepare(Trial trial, String group);

    abstract void verify(Trial trial, Document group);

    @Override
    public Call prepare(Trial trial) {
        String group = trial.group(trial.user("alice"), trial.user("bob"), trial.user("dave"));
        trial.user("carol");
        trial.done(trial.call(
                trial.user("alice"),
                "updateGroupMember",
                Map.of("group_id", group, "user_id", trial.user("dave"), "role", List.of("admin"))));
        Call call = prepare(trial, group);
        trial.settle();
        return call;
    }

    @Override
    public void repeat(Trial trial, Call call) {
        Answer answer = Answer.of(trial.laboratory().now().call(call));
        assertThat(answer.status()).as("%s", answer.body()).isIn(statusesOfARepeat);
    }

    @Override
    public void verify(Trial trial, Call call) {
        verify(trial, group(trial));
    }

    private static void needPermission(Trial trial, String group) {
        trial.done(trial.call(
                trial.user("alice"), "updateGroup", Map.of("group_id", group, "join_option", "needPermission")));
    }

    private static Call ask(Trial trial, String group) {
        return trial.call(trial.user("carol"), "joinGroup", Map.of("group_id", group, "message", "let me in"));
    }

    private static void requireGone(Trial trial, Document group, String action) {
        requireMembers(trial, "alice", "dave");
        requireNotice(trial, action, 1, "alice", "bob", "dave");
        String bob = trial.user("bob");
        assertThat(side(trial, group, "bob")).containsEntry("leave", true);
        Answer sent = Answer.of(trial.laboratory()
                .now()
                .call(trial.text(bob, "group_id", group.getString("_id"), "still here?", "after")));
        assertThat(sent.status()).isEqualTo(403);
    }

    private static Document side(Trial trial, Document group, String name) {
        return all(trial, "uni-im-conversation", "user_key", trial.user(name) + "#group_" + group.getString("_id"))
                .get(0);
    }

    private static Call invite(Trial trial, String name, String group, String invited) {
        return trial.call(
                trial.user(name),
                "chooseUserIntoGroup",
                Map.of("group_id", group, "user_ids", List.of(trial.user(invited))));
    }

    /** Carol's request, and the notifications about it to alice and dave. */
    private static void requireAnswered(Trial trial, Document group, int state, String shown) {
        assertThat(all(trial, "uni-im-group-join", "group_id", group.getString("_id")))
                .singleElement()
                .satisfies(request -> assertThat(request).containsEntry("state", state));
        for (String name : List.of("alice", "dave")) {
            assertThat(all(trial, "uni-im-notification", "user_id", trial.user(name)))
                    .singleElement()
                    .satisfies(notification -> {
                        assertThat(notification).containsEntry("is_read", true);
                        assertThat(notification.get("payload", Document.class)).containsEntry("state", shown);
                    });
        }
    }

    private static void requireMembers(Trial trial, String... names) {
        assertThat(all(trial, "uni-im-group-member", "group_id", group(trial).getString("_id")))
                .extracting(member -> member.getString("user_id"))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(names).stream().map(trial::user).toList());
    }

    /** So many of these were stored, and the last of them reached every device of these people. */
    private static void requireNotice(Trial trial, String action, int number, String... names) {
        List<Document> notices = trial.laboratory()
                .database()
                .getCollection("uni-im-msg")
                .find(and(eq("group_id", group(trial).getString("_id")), eq("action", action)))
                .sort(new Document("seq", 1))
                .into(new ArrayList<>());
        assertThat(notices).as(action).hasSize(number);
        trial.requirePushed(
                List.of(names).stream().map(trial::user).toList(),
                "",
                Trial.messagePush(notices.get(number - 1).getString("_id")));
    }

    private static void update(Trial trial, String group, Document update) {
        trial.laboratory().database().getCollection("uni-im-group").updateOne(eq("_id", group), update);
    }

    private static List<Document> pending(Trial trial) {
        return group(trial).getList("pending_changes", Document.class);
    }

    private static Document group(Trial trial) {
        return trial.laboratory()
                .database()
                .getCollection("uni-im-group")
                .find(regex("create_key", "^" + trial.user("alice") + "#"))
                .first();
    }

    private static List<String> role(Trial trial, String name) {
        return all(trial, "uni-im-group-member", "user_id", trial.user(name))
                .get(0)
                .getList("role", String.class);
    }

    private static List<Document> all(Trial trial, String collection, String field, String value) {
        return trial.laboratory()
                .database()
                .getCollection(collection)
                .find(eq(field, value))
                .into(new ArrayList<>());
    }
}
