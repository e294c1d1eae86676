package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.message.Message;
import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** sendPushMsg with change events, in the forms of their sources (docs/triggers.md). */
@QuarkusTest
class ChangeEventsTest extends FunctionTestBase {
    private static final String INVITE_ID = "64b7f0c2a1d3e4f5a6b7c8d9";

    @Inject
    Friendships friendships;

    /** An event of Atlas in plain JSON. */
    private static String atlas(String collection, String operation, String id, String more) {
        return "{\"version\":\"0\",\"id\":\"e-1\",\"source\":\"aws.partner/mongodb.com/stitch.trigger/1\",\"detail\":"
                + change(collection, operation, id, more) + "}";
    }

    private static String change(String collection, String operation, String id, String more) {
        return "{\"_id\":{\"_data\":\"" + id + operation + "\"},\"operationType\":\"" + operation
                + "\",\"ns\":{\"db\":\"confab\",\"coll\":\"" + collection + "\"},\"documentKey\":{\"_id\":\"" + id
                + "\"}"
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String documentDb(String... changes) {
        return List.of(changes).stream()
                .map(change -> "{\"event\":" + change + "}")
                .collect(Collectors.joining(",", "{\"eventSource\":\"aws:docdb\",\"events\":[", "]}"));
    }

    private static String updated(String fields) {
        return "\"updateDescription\":{\"updatedFields\":" + fields + ",\"removedFields\":[]}";
    }

    private JsonNode payload(String connectionId) {
        assertThat(pushed(connectionId)).hasSize(1);
        return pushed(connectionId).get(0).at("/data/payload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"atlas-friend-invite", "atlas-extended-friend-invite", "documentdb-batch"})
    void sendPushMsg_newInviteInEachForm_notifiesItsReceiverOnceInAllForms(String form) {
        // Given
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = call(event(form));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.json().toString()).contains("\"ws_dev_bob_phone\":\"successed_online\"");
        JsonNode payload = payload("bob-1");
        assertThat(payload.path("subType").asText()).isEqualTo("uni-im-friend-invite");
        assertThat(payload.path("unique").asText()).isEqualTo("alice");
        assertThat(payload.at("/data/_id").asText()).isEqualTo(INVITE_ID);
        assertThat(payload.at("/data/from_uid").asText()).isEqualTo("alice");
        assertThat(pushed("bob-1").get(0).at("/data/title").asText()).isEqualTo("alice");
        assertThat(pushed("bob-1").get(0).at("/data/content").asText()).isEqualTo("It is me");
        Document stored = collection("uni-im-notification")
                .find(new Document("user_id", "bob"))
                .first();
        assertThat(stored.getString("_id"))
                .isEqualTo(payload.path("notificationId").asText());

        // When it was read, and the event comes again in all forms
        set("uni-im-notification", "user_id", "bob", "is_read", true);
        for (String again : List.of("atlas-friend-invite", "atlas-extended-friend-invite", "documentdb-batch")) {
            assertThat(call(event(again)).outcome()).isEqualTo("200 0");
        }

        // Then
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(collection("uni-im-notification").find(new Document("user_id", "bob")))
                .singleElement()
                .satisfies(notification -> assertThat(notification).containsEntry("is_read", true));
    }

    @Test
    void sendPushMsg_changeThatAMethodHasPushed_isNotPushedAgain() {
        // Given
        users.connected("bob", "phone", "bob-1");
        users.connected("alice", "phone", "alice-1");
        friendships.befriend("alice", "bob");
        Message message = chats.text("alice", "bob", "oops");
        chats.revoke("alice", message);
        friendships.end("alice", "bob");
        String groupId = chats.group("alice", "bob");
        invoker.reset();
        online.reset();
        for (String name : List.of("uni-im-friend-invite", "uni-im-friend", "uni-im-msg")) {
            for (Document document : stored(name)) {
                String full = "\"fullDocument\":" + document.toJson();
                call(atlas(name, "insert", document.getString("_id"), full));
                call(atlas(name, "update", document.getString("_id"), full + "," + updated(document.toJson())));
            }
        }

        // Then
        assertThat(pushed("bob-1")).isEmpty();
        assertThat(pushed("alice-1")).isEmpty();
        assertThat(stored("uni-im-notification")).hasSize(3);
        assertThat(groupId).isNotEmpty();
    }

    @Test
    void sendPushMsg_invitesThatAreDecided_andOtherOperations_doNothing() {
        // Given
        users.connected("bob", "phone", "bob-1");
        String invite = "\"fullDocument\":{\"from_uid\":\"alice\",\"to_uid\":\"bob\",\"state\":100,\"update_time\":5}";

        // Then
        for (String event : List.of(
                atlas("uni-im-friend-invite", "update", "i-1", invite + "," + updated("{\"state\":100}")),
                atlas("uni-im-friend-invite", "delete", "i-1", ""),
                atlas("uni-im-friend-invite", "insert", "i-1", "\"fullDocument\":{\"from_uid\":{\"$ne\":null}}"),
                atlas(
                        "uni-im-friend-invite",
                        "insert",
                        "i-1",
                        "\"fullDocument\":{\"from_uid\":{\"$oid\":{\"$gt\":1}}}"),
                atlas("uni-im-friend-invite", "insert", "i-1", invite.replace("100", "0"))
                        .replace("\"i-1\"", "{\"$ne\":null}"),
                atlas("uni-im-group", "update", "g-1", updated("{\"name\":{\"$gt\":\"\"},\"$where\":\"1\"}")),
                atlas("uni-im-msg", "update", "m-1", updated("{\"is_revoke\":{\"$ne\":false}}")),
                atlas("uni-id-users", "update", "bob", updated("{\"status\":{\"$gt\":0}}")),
                atlas("uni-im-conversation", "insert", "i-1", invite),
                atlas("uni-im-friend-invite", "drop", "i-1", ""),
                "{\"detail\":{}}",
                "{\"events\":[]}",
                "{\"events\":[1,{},{\"event\":[]}]}",
                documentDb(change("uni-im-msg", "insert", "m-1", "")))) {
            assertThat(call(event).json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        }
        assertThat(pushed("bob-1")).isEmpty();
        assertThat(stored("uni-im-notification")).isEmpty();
        assertThat(invoker.invocations()).isEmpty();
    }

    @Test
    void sendPushMsg_invitedAgainByAnUpdate_notifiesAgainInPlaceOfTheFirst() {
        // Given
        users.connected("bob", "phone", "bob-1");
        call(event("atlas-friend-invite"));

        // When
        String again =
                "\"fullDocument\":{\"from_uid\":\"alice\",\"to_uid\":\"bob\",\"state\":0,\"creat_time\":1700000009000},"
                        + updated("{\"state\":0,\"creat_time\":1700000009000}");
        call(atlas("uni-im-friend-invite", "update", INVITE_ID, again));
        // and the first event comes late
        call(event("atlas-extended-friend-invite"));

        // Then
        assertThat(pushed("bob-1")).hasSize(2);
        assertThat(pushed("bob-1").get(1).at("/data/content").asText()).isEqualTo("请求添加对方为好友");
        assertThat(stored("uni-im-notification")).singleElement().satisfies(notification -> assertThat(notification)
                .containsEntry("content", "请求添加对方为好友"));
    }

    @Test
    void sendPushMsg_receiverWithoutDevices_isTheSuccessThatSaysSo_andUnknownPeopleAreSkipped() {
        // When
        Reply bob = call(event("atlas-friend-invite"));
        Reply nobody = call(event("atlas-friend-invite", Map.of("\"bob\"", "\"nobody\"")));

        // Then
        assertThat(bob.outcome()).isEqualTo("200 0");
        assertThat(bob.text("/data/uni-push-err-res/errCode")).isEqualTo("uni-push-user-invalid");
        assertThat(nobody.text("/data/uni-push-err-res/errCode")).isEqualTo("uni-push-user-invalid");
        assertThat(stored("uni-im-notification")).hasSize(1);

        // When the one who asks is unknown
        users.connected("bob", "phone", "bob-1");
        call(event("atlas-friend-invite", Map.of("\"alice\"", "\"nobody\"", INVITE_ID, "other")));
        assertThat(pushed("bob-1").get(0).at("/data/title").asText()).isEqualTo("用户body");
    }

    @Test
    void sendPushMsg_friends_tellTheOwnerOfEachDocument() {
        // Given
        users.connected("bob", "phone", "bob-1");
        users.connected("alice", "phone", "alice-1");
        String friend = "{\"user_id\":\"bob\",\"friend_uid\":\"alice\",\"create_time\":1700000000000";

        // When
        call(atlas("uni-im-friend", "insert", "f-1", "\"fullDocument\":" + friend + "}"));

        // Then
        assertThat(payload("bob-1").path("subType").asText()).isEqualTo("uni-im-friend-add");
        assertThat(payload("bob-1").at("/data/friend_uid").asText()).isEqualTo("alice");
        assertThat(stored("uni-im-notification")).hasSize(1);

        // When
        online.reset();
        call(atlas(
                "uni-im-friend",
                "update",
                "f-1",
                "\"fullDocument\":" + friend + ",\"deleted\":true},"
                        + updated("{\"deleted\":true,\"update_time\":1700000001000}")));
        call(atlas(
                "uni-im-friend", "update", "f-1", "\"fullDocument\":" + friend + "}," + updated("{\"mark\":\"x\"}")));

        // Then
        assertThat(payload("bob-1"))
                .hasToString("{\"type\":\"uni-im-friend-delete\",\"data\":{\"friend_uid\":\"alice\"}}");
        assertThat(pushed("bob-1").get(0).at("/data/title").asText()).isEmpty();

        // When what was marked is deleted, and what was not
        online.reset();
        String before = "\"fullDocumentBeforeChange\":" + friend;
        call(atlas("uni-im-friend", "delete", "f-1", before + ",\"deleted\":true}"));
        call(atlas("uni-im-friend", "delete", "f-2", ""));
        assertThat(pushed("bob-1")).isEmpty();
        call(atlas("uni-im-friend", "delete", "f-3", before + "}"));
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(pushed("alice-1")).isEmpty();
    }

    @Test
    void sendPushMsg_joinRequest_notifiesCreatorAndAdmins() {
        // Given
        String groupId = chats.group("alice", "bob", "carol");
        set("uni-im-group-member", "user_id", "bob", "role", List.of("admin"));
        users.connected("alice", "phone", "alice-1");
        users.connected("bob", "phone", "bob-1");
        users.connected("carol", "phone", "carol-1");

        // When
        Reply reply = call(atlas(
                "uni-im-group-join",
                "insert",
                "j-1",
                "\"fullDocument\":{\"_id\":\"j-1\",\"group_id\":\"" + groupId
                        + "\",\"user_id\":\"dave\",\"message\":\"let me in\",\"state\":0,\"creat_time\":7}"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        for (String manager : List.of("alice-1", "bob-1")) {
            assertThat(payload(manager).path("subType").asText()).isEqualTo("uni-im-group-join-request");
            assertThat(payload(manager).path("unique").asText()).isEqualTo("dave_" + groupId);
            assertThat(payload(manager).path("data"))
                    .hasToString("{\"_id\":\"j-1\",\"group_id\":\"" + groupId + "\",\"user_id\":\"dave\"}");
        }
        assertThat(pushed("carol-1")).isEmpty();
        assertThat(stored("uni-im-notification")).hasSize(2);
    }

    @Test
    void sendPushMsg_groupChangedByOthers_announcesEachFieldOnce() {
        // Given
        String groupId = chats.group("alice", "bob");
        invoker.reset();
        String group = "\"fullDocument\":{\"_id\":\"" + groupId
                + "\",\"user_id\":\"alice\",\"name\":\"Walkers\",\"notification\":{\"content\":\"At noon\","
                + "\"create_time\":1700000000000}}";
        String change = atlas(
                "uni-im-group",
                "update",
                groupId,
                group + "," + updated("{\"name\":\"Walkers\",\"notification.content\":\"At noon\",\"last_seq\":9}"));
        set("uni-im-group", "_id", groupId, "name", "Walkers");

        // When
        Reply reply = call(change);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(notices("update-group-info-name")).singleElement().satisfies(notice -> {
            assertThat(notice.getString("from_uid")).isEqualTo("alice");
            assertThat(notice.get("body", Document.class).toJson())
                    .isEqualTo("{\"updateData\": {\"name\": \"Walkers\"}}");
        });
        assertThat(notices("update-group-info-notification")).hasSize(1);
        assertThat(invoker.invocations()).hasSize(2);
        assertThat(stored("uni-im-group").get(0)).containsEntry("folded_name", "walkers");

        // When it comes again, in whatever form, or with the value that was announced
        call(change);
        call(documentDb(change("uni-im-group", "update", groupId, group + "," + updated("{\"name\":\"Walkers\"}"))));
        // and when only bookkeeping was changed, or Confab itself made the change, or nothing says what was changed
        call(atlas("uni-im-group", "update", groupId, group + "," + updated("{\"last_seq\":9,\"member_count\":3}")));
        call(atlas(
                "uni-im-group",
                "update",
                groupId,
                group + "," + updated("{\"name\":\"Hikers\",\"pending_changes\":[],\"announced.name\":\"x\"}")));
        call(atlas("uni-im-group", "update", groupId, group));
        call(atlas("uni-im-group", "update", groupId, updated("{\"name\":7,\"join_option\":\"whatever\"}")));

        // Then
        assertThat(notices("update-group-info-name")).hasSize(1);
        assertThat(notices("update-group-info-notification")).hasSize(1);
    }

    @Test
    void sendPushMsg_nameChangedThereAndBack_isAnnouncedEachTime() {
        // Given
        String groupId = chats.group("alice", "bob");

        // When
        for (String name : List.of("A", "B", "A")) {
            call(atlas(
                    "uni-im-group",
                    "update",
                    groupId,
                    "\"clusterTime\":{\"T\":1700000000,\"I\":"
                            + (stored("uni-im-msg").size()) + "}," + updated("{\"name\":\"" + name + "\"}")));
        }

        // Then
        assertThat(notices("update-group-info-name")).hasSize(3);
    }

    @Test
    void sendPushMsg_messageRevokedByOthers_isCompletedAndTold() {
        // Given
        Message message = chats.text("alice", "bob", "oops");
        users.connected("bob", "phone", "bob-1");
        users.connected("alice", "phone", "alice-1");
        set("uni-im-msg", "_id", message.id, "is_revoke", true);

        // When
        String event =
                atlas("uni-im-msg", "update", message.id, "\"fullDocument\":null," + updated("{\"is_revoke\":true}"));
        Reply reply = call(event);
        call(event);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        for (String connection : List.of("alice-1", "bob-1")) {
            assertThat(payload(connection).path("type").asText()).isEqualTo("uni-im-revoke-msg");
            assertThat(payload(connection).at("/data/msg_id").asText()).isEqualTo(message.id);
            assertThat(payload(connection).at("/data/user_id").asText()).isEqualTo("alice");
            assertThat(payload(connection).at("/data/create_time").asLong()).isEqualTo(message.createTime);
        }
        Document stored = stored("uni-im-msg").get(0);
        assertThat(stored.getList("unread_keys", String.class)).anyMatch(key -> key.endsWith("#revoked"));
        assertThat(stored.getLong("update_time")).isGreaterThanOrEqualTo(message.updateTime);
        assertThat(stored("uni-im-conversation"))
                .allSatisfy(side -> assertThat(side).containsEntry("last_msg_note", "[消息已被撤回]"));
    }

    /** The event may come before the method has pushed. */
    @Test
    void sendPushMsg_revokeThatItsMethodHasNotPushed_leavesOutTheDeviceThatCalled() {
        // Given
        Message message = chats.text("alice", "bob", "oops");
        Message inGroup = chats.textToGroup("alice", chats.group("alice", "bob"), "oops");
        chats.revoke("alice", message);
        chats.revoke("alice", inGroup);
        collection("confab-once").deleteMany(new Document());
        invoker.reset();
        users.connected("alice", "fixture-device", "alice-1");
        users.connected("alice", "tablet", "alice-2");

        // When
        call(atlas("uni-im-msg", "update", message.id, updated("{\"is_revoke\":true}")));
        call(atlas("uni-im-msg", "update", inGroup.id, updated("{\"is_revoke\":true}")));

        // Then
        assertThat(pushed("alice-1")).isEmpty();
        assertThat(payload("alice-2").path("type").asText()).isEqualTo("uni-im-revoke-msg");
        assertThat(invoker.invocations()).singleElement().satisfies(invocation -> assertThat(invocation.toString())
                .contains("\"senderDeviceId\":\"fixture-device\""));
    }

    @Test
    void sendPushMsg_revokedMessageThatIsNotStored_isToldFromTheEventAlone() {
        // Given
        users.connected("bob", "phone", "bob-1");
        String message =
                "\"fullDocument\":{\"from_uid\":\"alice\",\"to_uid\":\"bob\",\"create_time\":7,\"is_revoke\":true,"
                        + "\"conversation_id\":\"single_x\"}";

        // When nothing says what was changed
        call(atlas("uni-im-msg", "update", "m-1", message));
        // and when something else was changed
        call(atlas("uni-im-msg", "update", "m-2", message + "," + updated("{\"is_read\":true}")));
        call(atlas("uni-im-msg", "insert", "m-3", message));

        // Then
        assertThat(payload("bob-1").at("/data/msg_id").asText()).isEqualTo("m-1");

        // When it is a group's
        String groupId = chats.group("alice", "bob");
        invoker.reset();
        call(atlas(
                "uni-im-msg",
                "update",
                "m-4",
                "\"fullDocument\":{\"from_uid\":\"alice\",\"group_id\":\"" + groupId
                        + "\",\"create_time\":7,\"appid\":\"" + Users.APP + "\"}," + updated("{\"is_revoke\":true}")));
        assertThat(invoker.invocations()).singleElement().satisfies(invocation -> {
            assertThat(invocation.toString()).contains("uni-im-revoke-msg").contains(groupId);
        });
    }

    @Test
    void sendPushMsg_userBannedByOthers_isSignedOutAndAllTokensAreRevoked() {
        // Given
        users.connected("bob", "phone", "bob-1");
        set("uni-id-users", "_id", "bob", "status", 1);

        // When
        Reply reply = call(atlas("uni-id-users", "update", "bob", updated("{\"status\":{\"$numberInt\":\"1\"}}")));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(online.frames("bob-1").toString()).contains("bye").contains("signed-out");
        Document bob =
                collection("uni-id-users").find(new Document("_id", "bob")).first();
        long cut = bob.getLong("valid_token_date");
        assertThat(cut).isGreaterThan(System.currentTimeMillis() - 60_000);

        // When the ban has ended, and the event comes again, late
        set("uni-id-users", "_id", "bob", "status", 0);
        clock.set(cut + 5_000);
        users.device("bob", "phone", Map.of("connection_id", "bob-2", "last_time", cut + 4_000));
        call(atlas(
                "uni-id-users",
                "update",
                "bob",
                "\"clusterTime\":{\"T\":" + (cut / 1_000 - 2) + ",\"I\":1}," + updated("{\"status\":1}")));

        // Then
        assertThat(online.frames("bob-2")).isEmpty();
        assertThat(collection("uni-id-users")
                        .find(new Document("_id", "bob"))
                        .first()
                        .getLong("valid_token_date"))
                .isEqualTo(cut);

        // and people without devices, unbanned ones and other fields
        assertThat(call(atlas("uni-id-users", "update", "carol", updated("{\"status\":1}")))
                        .text("/data/uni-push-err-res/errCode"))
                .isEqualTo("uni-push-user-invalid");
        call(atlas("uni-id-users", "update", "bob", updated("{\"status\":0}")));
        call(atlas(
                "uni-id-users", "update", "bob", "\"fullDocument\":{\"status\":1}," + updated("{\"nickname\":\"b\"}")));
        assertThat(online.frames("bob-2")).isEmpty();
    }

    @Test
    void sendPushMsg_batchWithAPoisonEvent_parksItAndGoesOn() {
        // Given
        users.connected("bob", "phone", "bob-1");
        collection("uni-id-device")
                .insertOne(new Document("_id", new ObjectId())
                        .append("user_id", "carol")
                        .append("device_key", "carol#x")
                        .append("cid_key", "x"));
        String poisoned = change(
                "uni-im-friend-invite",
                "insert",
                "poison",
                "\"fullDocument\":{\"from_uid\":\"alice\",\"to_uid\":\"carol\",\"message\":\"secret\",\"update_time\":1}");
        String good = change(
                "uni-im-friend-invite",
                "insert",
                "good",
                "\"fullDocument\":{\"from_uid\":\"alice\",\"to_uid\":\"bob\",\"update_time\":1}");

        // When
        Reply reply = call(documentDb(poisoned, good));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(invoker.invocations()).singleElement().satisfies(parked -> {
            assertThat(parked.toString())
                    .contains("poisoninsert")
                    .contains("Exception")
                    .doesNotContain("secret");
        });
        assertThat(call("{\"given_up\":{\"event_id\":\"poison\",\"error\":\"x\"}}")
                        .status())
                .isEqualTo(500);
    }

    @Test
    void sendPushMsg_batchThatComesAgain_goesOnBehindTheLastEventThatWasProcessed() {
        // Given
        users.connected("bob", "phone", "bob-1");
        String[] changes = IntStream.range(0, 3)
                .mapToObj(i -> change(
                        "uni-im-friend-invite",
                        "insert",
                        "i-" + i,
                        "\"fullDocument\":{\"from_uid\":\"alice\",\"to_uid\":\"bob\",\"update_time\":" + (i + 1) + "}"))
                .toArray(String[]::new);
        collection("confab-once")
                .insertOne(new Document("_id", "batch#i-0insert")
                        .append("state", "i-1insert")
                        .append("lease_until", 0L)
                        .append("expire_at", new Date(System.currentTimeMillis() + 60_000)));

        // When
        Reply reply = call(documentDb(changes));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> assertThat(
                        frame.at("/data/payload/data/_id").asText())
                .isEqualTo("i-2"));
    }

    @Test
    void sendPushMsg_batchOfTenThousand_isBoundedAndCostsNothingForWhatNothingFollowsFrom() {
        // Given
        String batch = documentDb(IntStream.range(0, 10_000)
                .mapToObj(i -> change("uni-im-msg", "insert", "m-" + i, ""))
                .toArray(String[]::new));

        // When
        Reply reply = call(batch);

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(commands.count()).isEqualTo(1);
    }
}
