package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Change events that are posted to sendPushMsg as their sources send them (docs/triggers.md). */
interface TriggerTests extends UsesConfab {
    /** The forms of the sources. */
    enum Form {
        ATLAS,
        ATLAS_EXTENDED_JSON,
        DOCUMENT_DB;

        ObjectNode event(ObjectNode change) {
            ObjectNode event = Client.JSON.createObjectNode();
            if (this == DOCUMENT_DB) {
                event.put("eventSource", "aws:docdb")
                        .putArray("events")
                        .addObject()
                        .set("event", extended(change));
            } else {
                event.put("source", "aws.partner/mongodb.com/stitch.trigger/1")
                        .set("detail", this == ATLAS ? change : extended(change));
            }
            return event;
        }

        /** Numbers become {@code {"$numberInt":…}}. */
        private static JsonNode extended(ObjectNode change) {
            JsonWriterSettings canonical =
                    JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
            try {
                return Client.JSON.readTree(
                        BsonDocument.parse(change.toString()).toJson(canonical));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static ObjectNode json(Object value) {
        return Client.JSON.valueToTree(value);
    }

    private Reply post(Form form, String collection, String operation, Map<String, ?> more) {
        ObjectNode change = json(more).put("operationType", operation);
        change.putObject("ns").put("db", "confab").put("coll", collection);
        return confab().client().callInternal("sendPushMsg", form.event(change));
    }

    @ParameterizedTest
    @EnumSource
    default void changeEvents_posted_reachTheSockets(Form form) {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Device bens = confab().connect(ben.onDevice("watch"));
        Device adas = confab().connect(ada.onDevice("watch"));
        String groupId = confab().group(ada, ben);
        confab().awaitQuiet();

        // When an invite is stored
        post(
                        form,
                        "uni-im-friend-invite",
                        "insert",
                        Map.of(
                                "documentKey", Map.of("_id", "invite-" + ada.uid()),
                                "fullDocument",
                                        Map.of(
                                                "from_uid",
                                                ada.uid(),
                                                "to_uid",
                                                ben.uid(),
                                                "state",
                                                0,
                                                "update_time",
                                                1)))
                .data();

        // Then
        await().untilAsserted(() -> assertThat(bens.payloads("uni-im-notification"))
                .extracting(payload -> payload.path("subType").asText())
                .containsExactly("uni-im-friend-invite"));

        // When the group is renamed
        post(
                        form,
                        "uni-im-group",
                        "update",
                        Map.of(
                                "documentKey", Map.of("_id", groupId),
                                "updateDescription", Map.of("updatedFields", Map.of("name", "Walkers"))))
                .data();

        // Then
        for (Device device : new Device[] {adas, bens}) {
            await().untilAsserted(() -> assertThat(device.payloads("uni-im"))
                    .filteredOn(payload -> payload.at("/data/action").asText().equals("update-group-info-name"))
                    .singleElement()
                    .satisfies(payload -> assertThat(
                                    payload.at("/data/body/updateData/name").asText())
                            .isEqualTo("Walkers")));
        }

        // When a message in it was revoked
        JsonNode message = confab().sendTextToGroup(ada, groupId, "oops");
        post(
                        form,
                        "uni-im-msg",
                        "update",
                        Map.of(
                                "documentKey", Map.of("_id", message.path("_id").asText()),
                                "updateDescription", Map.of("updatedFields", Map.of("is_revoke", true))))
                .data();

        // Then
        assertThat(bens.awaitControl("uni-im-revoke-msg").path("msg_id").asText())
                .isEqualTo(message.path("_id").asText());

        // When a user is banned
        post(
                        form,
                        "uni-id-users",
                        "update",
                        Map.of(
                                "documentKey", Map.of("_id", ben.uid()),
                                "updateDescription", Map.of("updatedFields", Map.of("status", 1))))
                .data();

        // Then
        assertThat(bens.awaitFrame("bye").path("reason").asText()).isEqualTo("signed-out");
        assertThat(confab().call(ben, "getFriendList", Map.of()).status()).isEqualTo(401);
    }
}
