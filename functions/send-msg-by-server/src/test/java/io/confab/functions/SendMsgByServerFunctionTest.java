package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.ids.DerivedIds;
import io.confab.domain.message.Message;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.RecordingOfflineChannel;
import io.confab.testing.SignedRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SendMsgByServerFunctionTest extends FunctionTestBase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SIGNED_AT = 1_767_225_600_000L;

    private Reply send(Map<String, ?> params) {
        Map<String, Object> all =
                new HashMap<>(Map.of("from_uid", "alice", "type", "text", "body", "hi", "appId", "__UNI__CONFAB"));
        all.putAll(params);
        JsonNode json = JSON.valueToTree(all);
        return call(Events.call("sendMsgByServer")
                .headers(SignedRequest.headers(json))
                .body(json)
                .json());
    }

    @Test
    void sendMsgByServer_forAUser_isThatUsersMessage() {
        // Given
        users.connected("alice", "phone", "alice-1");
        users.connected("bob", "phone", "bob-1");
        clock.set(SIGNED_AT);

        // When
        Reply reply = call(event("as-user"));

        // Then
        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        assertThat(reply.number("/data/seq")).isEqualTo(1);
        assertThat(stored("uni-im-msg")).singleElement().satisfies(message -> assertThat(message)
                .containsEntry("_id", reply.text("/data/_id"))
                .containsEntry("from_uid", "alice")
                .containsEntry("to_uid", "bob")
                .containsEntry("unique_id", "order-4711")
                .containsEntry("conversation_id", reply.text("/data/conversation_id"))
                .containsEntry("create_time", reply.number("/data/create_time")));
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(pushed("alice-1")).hasSize(1);
    }

    @Test
    void sendMsgByServer_again_isTheFirstMessageWhateverElseDiffers() {
        // Given
        Reply first = send(Map.of("to_uid", "bob", "unique_id", "u1"));

        // When
        Reply again = send(Map.of("to_uid", "nobody", "unique_id", "u1", "body", "other"));

        // Then
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(stored("uni-im-msg")).hasSize(1);
    }

    /** Seen to fail: the decoy was the answer, for several receivers a 500. */
    @Test
    void sendMsgByServer_nameTakenByTheUserBefore_isSentAllTheSame() {
        // Given
        String group = chats.group("alice", "bob");
        Message decoy = chats.namedTextToGroup("alice", group, "order-1", "hi");
        chats.namedTextToGroup("alice", group, DerivedIds.of("s", "order-2", "bob"), "decoy");

        // When
        Reply inGroup = send(Map.of("group_id", group, "unique_id", "order-1"));
        Reply again = send(Map.of("group_id", group, "unique_id", "order-1"));
        Reply each = send(Map.of("to_uids", List.of("bob", "carol"), "unique_id", "order-2"));

        // Then
        assertThat(inGroup.text("/data/_id")).isNotEqualTo(decoy.id);
        assertThat(again.data()).isEqualTo(inGroup.data());
        assertThat(each.outcome()).isEqualTo("200 0");
        assertThat(each.data()).hasSize(2).allSatisfy(outcome -> assertThat(outcome.has("_id"))
                .isTrue());
        assertThat(stored("uni-im-msg"))
                .filteredOn(message -> inGroup.text("/data/_id").equals(message.getString("_id")))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message).containsEntry("unique_id", "order-1");
                    assertThat(message.getString("send_key"))
                            .startsWith("alice#")
                            .hasSizeGreaterThan(70);
                });
    }

    /** What an earlier version stored is under the names of clients. */
    @Test
    void sendMsgByServer_sentBeforeNamesHadSpaces_isTheFirstMessage() {
        // Given
        String text = send(Map.of("to_uid", "bob", "unique_id", "t")).text("/data/_id");
        String system = send(Map.of("to_uid", "bob", "unique_id", "s", "type", "system"))
                .text("/data/_id");
        set("uni-im-msg", "_id", text, "send_key", "alice#t");
        set("uni-im-msg", "_id", system, "send_key", "alice#s");

        // Then
        assertThat(send(Map.of("to_uid", "bob", "unique_id", "t")).text("/data/_id"))
                .isEqualTo(text);
        assertThat(send(Map.of("to_uid", "bob", "unique_id", "s", "type", "system", "body", "other"))
                        .text("/data/_id"))
                .isEqualTo(system);
        assertThat(stored("uni-im-msg")).hasSize(2);
    }

    @Test
    void sendMsgByServer_asTheSystem_needsNoRightToTalk() {
        // Given
        String group = chats.group("bob", "carol");
        users.connected("carol", "phone", "carol-1");

        // When
        Reply inGroup = send(Map.of(
                "group_id",
                group,
                "type",
                "system",
                "action",
                "order-shipped",
                "body",
                Map.of("order", 1),
                "unique_id",
                "s1"));
        Reply single = send(Map.of("to_uid", "carol", "type", "system", "body", "welcome", "unique_id", "s2"));

        // Then
        assertThat(inGroup.outcome()).as(inGroup.errMsg()).isEqualTo("200 0");
        assertThat(inGroup.number("/data/seq")).isEqualTo(2);
        JsonNode push = invoker.payloads("sendMsgToGroup").get(1).path("pushParam");
        assertThat(push.at("/payload/data/action").asText()).isEqualTo("order-shipped");
        assertThat(push.at("/payload/data/type").asText()).isEqualTo("system");
        assertThat(single.outcome()).as(single.errMsg()).isEqualTo("200 0");
        assertThat(pushed("carol-1")).singleElement().satisfies(frame -> assertThat(
                        frame.at("/data/payload/data/body").asText())
                .isEqualTo("welcome"));
        assertThat(stored("uni-im-msg"))
                .filteredOn(message -> "system".equals(message.getString("type")))
                .extracting(message -> message.getLong("n"))
                .containsOnly(0L);
    }

    @Test
    void sendMsgByServer_asTheSystem_reachesDevicesOfEveryAppOverTheOnlineChannelAlone() {
        // Given
        for (String uid : List.of("alice", "bob")) {
            users.device(uid, "other", Map.of("connection_id", uid + "-1", "appid", "other"));
            users.offline(uid, "pad", RecordingOfflineChannel.CHANNEL, uid + "-pad");
        }

        // When
        Reply reply = send(Map.of("to_uid", "bob", "type", "system", "body", "welcome", "unique_id", "s1"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(pushed("alice-1")).hasSize(1);
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(invoker.payloads("sendPushMsg")).isEmpty();
    }

    @Test
    void sendMsgByServer_forAUser_needsTheUsersRights() {
        // Given
        String group = chats.group("bob", "carol");
        users.add("banned", Map.of("status", 1));

        assertThat(send(Map.of("group_id", group, "unique_id", "u1")).outcome()).isEqualTo("403 not-group-member");
        assertThat(send(Map.of("from_uid", "banned", "to_uid", "bob", "unique_id", "u1"))
                        .outcome())
                .isEqualTo("403 uni-id-account-banned");
        assertThat(send(Map.of("from_uid", "nobody", "to_uid", "bob", "unique_id", "u1"))
                        .outcome())
                .isEqualTo("404 user-not-found");
        assertThat(stored("uni-im-msg")).hasSize(1);
    }

    @Test
    void sendMsgByServer_toMany_givesEachTheirOwnAndReportsTheRest() {
        // Given
        users.connected("bob", "phone", "bob-1");
        users.connected("carol", "phone", "carol-1");
        Map<String, ?> params =
                Map.of("to_uids", List.of("bob", "nobody", "carol", "bob", "alice"), "unique_id", "news");

        // When
        Reply reply = send(params);

        // Then
        assertThat(reply.data()).hasSize(4);
        assertThat(reply.text("/data/0/to_uid")).isEqualTo("bob");
        assertThat(reply.number("/data/0/seq")).isEqualTo(1);
        assertThat(reply.text("/data/1/to_uid")).isEqualTo("nobody");
        assertThat(reply.text("/data/1/errCode")).isEqualTo("user-not-found");
        assertThat(reply.text("/data/2/to_uid")).isEqualTo("carol");
        assertThat(reply.text("/data/3/errCode")).isEqualTo("param-error");
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(pushed("carol-1")).hasSize(1);
        assertThat(send(params).data()).isEqualTo(reply.data());
        assertThat(stored("uni-im-msg")).hasSize(2);
        assertThat(pushed("bob-1"))
                .extracting(frame -> frame.at("/data/payload/data/_id").asText())
                .containsOnly(reply.text("/data/0/_id"));
    }

    @Test
    void sendMsgByServer_toMany_finishesWhatWasLeftUndone() {
        // Given
        Map<String, ?> params = Map.of("to_uids", List.of("bob", "carol"), "unique_id", "news");
        send(params);
        collection("uni-im-msg").deleteOne(new Document("to_uid", "carol"));
        users.connected("bob", "phone", "bob-1");
        users.connected("carol", "phone", "carol-1");

        // When
        Reply reply = send(params);

        // Then
        assertThat(reply.data()).hasSize(2);
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(pushed("carol-1")).hasSize(1);
    }

    @Test
    void sendMsgByServer_badRequest_isRefused() {
        clock.set(SIGNED_AT);
        assertThat(call(event("without-unique-id")).outcome()).isEqualTo("400 param-error");
        clock.reset();
        assertThat(send(Map.of("unique_id", "u")).outcome()).isEqualTo("400 param-error");
        assertThat(send(Map.of("unique_id", "u", "to_uids", List.of())).outcome())
                .isEqualTo("400 param-error");
        assertThat(send(Map.of("unique_id", "u", "to_uids", List.of("bob"), "to_uid", "bob"))
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(send(Map.of("to_uids", List.of("bob"))).outcome()).isEqualTo("400 param-error");
        assertThat(call("sendMsgByServer", "alice", Map.of("from_uid", "alice", "to_uid", "bob"))
                        .outcome())
                .isEqualTo("403 uni-id-illegal-request");
        assertThat(stored("uni-im-msg")).isEmpty();
    }
}
