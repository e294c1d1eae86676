package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forwarded messages, and messages of a back end. */
interface ForwardTests extends UsesConfab {

    @Test
    default void forwardMsg_toAUserAndAGroup_isHeardAndListed() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        Account dan = confab().register("Dan");
        String group = confab().group(ada, dan);
        String one = confab().sendText(ben, ada, "one").path("_id").asText();
        String two = confab().sendText(ada, ben, "two").path("_id").asText();
        Device cleosPhone = confab().connect(cleo);
        Device dansPhone = confab().connect(dan);
        Map<String, ?> params = Map.of(
                "msgIds",
                List.of(one, two),
                "to_uids",
                List.of(cleo.uid()),
                "group_ids",
                List.of(group),
                "unique_id",
                Confab.unique());

        // When
        JsonNode sent = confab().call(ada, "forwardMsg", params).data();

        // Then
        assertThat(sent).hasSize(4);
        for (int i = 0; i < 4; i++) {
            Device device = i < 2 ? cleosPhone : dansPhone;
            JsonNode message =
                    device.awaitMessage(sent.get(i).path("_id").asText()).path("data");
            assertThat(message.path("body").asText()).isEqualTo(i % 2 == 0 ? "one" : "two");
            assertThat(message.path("from_uid").asText()).isEqualTo(ada.uid());
            assertThat(message.path("seq")).isEqualTo(sent.get(i).path("seq"));
        }
        assertThat(confab().call(ada, "forwardMsg", params).data()).isEqualTo(sent);
        JsonNode cleosList =
                confab().call(cleo, "getConversationList", Map.of()).data();
        assertThat(cleosList.at("/0/unread_count").asInt()).isEqualTo(2);
        assertThat(cleosList.at("/0/last_msg_note").asText()).isEqualTo("two");
    }

    @Test
    default void forwardMsg_merged_isReadWhole() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        String one = confab().sendText(ben, ada, "one").path("_id").asText();
        String picture = confab().send(
                        ada,
                        Map.of(
                                "to_uid",
                                ben.uid(),
                                "type",
                                "image",
                                "body",
                                Map.of("url", "https://files.example/a.png", "a.b", 1)))
                .path("_id")
                .asText();

        // When
        JsonNode sent = confab().call(
                        ada,
                        "forwardMsg",
                        Map.of("msgIds", List.of(one, picture), "to_uids", List.of(cleo.uid()), "merge", true))
                .data();

        // Then
        JsonNode message = confab().call(
                        cleo,
                        "getMsgList",
                        Map.of("conversation_id", sent.at("/0/conversation_id").asText()))
                .data()
                .get(0);
        assertThat(message.path("type").asText()).isEqualTo("history");
        assertThat(message.at("/body/title").asText()).isEqualTo("Ben和Ada的聊天记录");
        assertThat(message.at("/body/msgList/0/body").asText()).isEqualTo("one");
        assertThat(message.at("/body/msgList/1/body").path("a.b").asInt()).isEqualTo(1);
        assertThat(confab().call(cleo, "getConversationList", Map.of())
                        .data()
                        .at("/0/last_msg_note")
                        .asText())
                .isEqualTo("[聊天记录]");
    }

    @Test
    default void sendMsgByServer_forAUserAndAsTheSystem_isHeard() {
        // Given
        Account shop = confab().register("Shop");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        Device bensPhone = confab().connect(ben);
        Device cleosPhone = confab().connect(cleo);

        // When
        JsonNode sent = signed(Map.of(
                        "from_uid",
                        shop.uid(),
                        "to_uids",
                        List.of(ben.uid(), "nobody", cleo.uid()),
                        "type",
                        "text",
                        "body",
                        "Sale!",
                        "appId",
                        Account.APP,
                        "unique_id",
                        Confab.unique()))
                .data();
        JsonNode system = signed(Map.of(
                        "from_uid",
                        shop.uid(),
                        "to_uid",
                        ben.uid(),
                        "type",
                        "system",
                        "action",
                        "order-paid",
                        "body",
                        Map.of("order", 4711),
                        "appId",
                        Account.APP,
                        "unique_id",
                        Confab.unique()))
                .data();

        // Then
        bensPhone.awaitMessage(sent.at("/0/_id").asText());
        cleosPhone.awaitMessage(sent.at("/2/_id").asText());
        assertThat(sent.at("/1/errCode").asText()).isEqualTo("user-not-found");
        assertThat(bensPhone
                        .awaitMessage(system.path("_id").asText())
                        .at("/data/action")
                        .asText())
                .isEqualTo("order-paid");
        assertThat(confab().call(ben, "getConversationList", Map.of())
                        .data()
                        .at("/0/unread_count")
                        .asInt())
                .isEqualTo(1);
    }

    private Reply signed(Map<String, ?> params) {
        ObjectNode json = Client.JSON.valueToTree(params);
        return confab().client().callSigned("sendMsgByServer", json);
    }
}
