package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One message to a group of 1,200, some of whom are connected. */
interface FanOutTests extends UsesConfab {
    private List<Device> connect(IntStream members) {
        List<Account> all = confab().crowd().members();
        return Confab.atOnce(members.<Callable<Device>>mapToObj(i -> () -> confab().connect(all.get(i)))
                .toList());
    }

    private void assertHeardOnce(Collection<Device> devices, List<String> messageIds) {
        await().untilAsserted(() -> assertThat(devices).allSatisfy(device -> assertThat(messageIds)
                .allSatisfy(id -> assertThat(device.pushesOf(id)).isNotEmpty())));
        confab().awaitQuiet();
        assertThat(devices).allSatisfy(device -> assertThat(device.payloads("uni-im"))
                .extracting(payload -> payload.at("/data/_id").asText())
                .containsExactlyInAnyOrderElementsOf(messageIds));
    }

    @Test
    default void groupMessages_sixtyConnectedOnThreePages_hearEachExactlyOnce() {
        // Given
        Crowd crowd = confab().crowd();
        List<Device> devices = connect(IntStream.iterate(1, i -> i < Crowd.SIZE, i -> i + 20));

        // When
        List<String> ids = IntStream.range(0, 6)
                .mapToObj(i -> confab().sendTextToGroup(crowd.creator(), crowd.groupId(), "To all, " + i)
                        .path("_id")
                        .asText())
                .toList();

        // Then
        assertThat(devices).hasSize(60);
        assertHeardOnce(devices, ids);
        JsonNode payload = devices.get(59).pushesOf(ids.get(5)).get(0);
        assertThat(payload.path("data"))
                .isEqualTo(
                        new Participant(confab(), crowd.members().get(59), devices.get(59), "group_" + crowd.groupId())
                                .message(ids.get(5)));
        assertThat(payload.has("device_id")).isFalse();
    }

    @Test
    default void groupMessage_nobodyConnectedOnTheSecondPage_reachesTheThird() {
        // Given
        Crowd crowd = confab().crowd();
        List<Device> devices = connect(IntStream.concat(
                IntStream.iterate(1, i -> i < 500, i -> i + 100),
                IntStream.iterate(1_000, i -> i < Crowd.SIZE, i -> i + 20)));

        // When
        String id = confab().sendTextToGroup(crowd.creator(), crowd.groupId(), "Anybody there?")
                .path("_id")
                .asText();

        // Then
        assertHeardOnce(devices, List.of(id));
    }

    /** A larger frame would make API Gateway end the connection. */
    @Test
    default void joinNoticeOf499_fitsAFrameAndSaysThatThereIsMore() {
        // Given
        List<Account> everybody = confab().crowd().members();
        Account creator = everybody.get(Crowd.SIZE - 1);
        List<Device> devices = connect(IntStream.of(0, 498));

        // When
        String groupId = confab().call(
                        creator,
                        "chooseUserIntoGroup",
                        Map.of(
                                "user_ids",
                                everybody.subList(0, 499).stream()
                                        .map(Account::uid)
                                        .toList()))
                .data()
                .path("group_id")
                .asText();

        // Then
        JsonNode whole = new Participant(confab(), creator, devices.get(0), "group_" + groupId)
                .history()
                .get(0);
        assertThat(whole.at("/body/user_list")).hasSize(500);
        assertThat(whole.path("body").toString().length()).isLessThanOrEqualTo(50_000);
        for (Device device : devices) {
            JsonNode push = device.awaitMessage(whole.path("_id").asText());
            assertThat(push.at("/data/LongMsg").asBoolean()).isTrue();
            assertThat(push.at("/data/action").asText()).isEqualTo("join-group-notice");
            assertThat(push.at("/data/body/user_list/0")).isEqualTo(whole.at("/body/user_list/0"));
            assertThat(device.framesOf("receive"))
                    .allSatisfy(frame -> assertThat(frame.toString().getBytes(StandardCharsets.UTF_8))
                            .hasSizeLessThanOrEqualTo(32_000));
        }
        confab().awaitQuiet();
    }

    @Test
    default void hop_runAgainAfterItsEnd_pushesNothing() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String groupId = confab().group(ada, ben);
        Device phone = confab().connect(ben);
        String id = confab().sendTextToGroup(ada, groupId, "once").path("_id").asText();
        JsonNode payload = phone.awaitMessage(id);
        confab().awaitQuiet();

        // When
        ObjectNode event = Client.JSON.createObjectNode().put("appId", Account.APP);
        event.putObject("pushParam").put("title", "Ada").put("content", "once").set("payload", payload);
        confab().client().callInternal("sendMsgToGroup", event).data();

        // Then
        phone.awaitMessage(
                confab().sendTextToGroup(ada, groupId, "barrier").path("_id").asText());
        assertThat(phone.pushesOf(id)).hasSize(1);
    }

    @Test
    default void groupMessage_devicesOfTheSenderAndOfOtherApps_areToldApart() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String groupId = confab().group(ada, ben);
        confab().awaitQuiet();
        Map<String, Device> devices = new LinkedHashMap<>();
        for (Account account : List.of(ada, ada.onDevice("watch"), ben, ben.onDevice("watch"))) {
            devices.put(account.nickname() + " " + account.deviceId(), confab().connect(account));
        }
        for (Account account : List.of(ada, ben)) {
            devices.put(
                    account.nickname() + " elsewhere",
                    confab().connect(account.inApp("__UNI__OTHER").onDevice("tablet")));
        }

        // When
        String text =
                confab().sendTextToGroup(ada, groupId, "hello").path("_id").asText();
        Account cleo = confab().register("Cleo");
        confab().call(ada, "chooseUserIntoGroup", Map.of("group_id", groupId, "user_ids", List.of(cleo.uid())))
                .data();
        String system = new Participant(confab(), ada, devices.get("Ada phone"), "group_" + groupId)
                .history()
                .get(2)
                .path("_id")
                .asText();

        // Then
        Stream.of("Ada watch", "Ben phone", "Ben watch", "Ben elsewhere", "Ada elsewhere")
                .forEach(name -> devices.get(name).awaitMessage(system));
        confab().awaitQuiet();
        Stream.of("Ada watch", "Ben phone", "Ben watch")
                .forEach(name -> assertThat(devices.get(name).pushesOf(text)).hasSize(1));
        Stream.of("Ada phone", "Ben elsewhere", "Ada elsewhere")
                .forEach(name -> assertThat(devices.get(name).pushesOf(text)).isEmpty());
        assertThat(devices.get("Ada watch")
                        .pushesOf(text)
                        .get(0)
                        .path("device_id")
                        .asText())
                .isEqualTo("phone");
        assertThat(devices.get("Ben phone").pushesOf(text).get(0).has("device_id"))
                .isFalse();
        assertThat(devices.get("Ben elsewhere")
                        .pushesOf(system)
                        .get(0)
                        .at("/data/action")
                        .asText())
                .isEqualTo("join-group-notice");
    }
}
