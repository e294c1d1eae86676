package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.testing.ChildJvm;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What outlives the process, however that ends. */
interface RestartTests extends UsesConfab {
    /** So many that their end takes its time. */
    int DEVICES_EACH = 15;

    private List<JsonNode> history(Account account, String conversationId) {
        return new Participant(confab(), account, null, conversationId).history();
    }

    /**
     * Was seen to fail if {@code Application.run} tells clients at its end, at the same time as Quarkus's own stop: the
     * database closes first.
     */
    @Test
    default void stop_inOrder_everythingIsThereAfterTheNextStart() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String groupId = confab().group(ada, ben);
        confab().sendTextToGroup(ada, groupId, "in the group");
        String conversationId =
                confab().sendText(ada, ben, "singly").path("conversation_id").asText();
        List<Device> devices = Stream.of(ada, ben)
                .flatMap(user ->
                        IntStream.range(0, DEVICES_EACH).mapToObj(i -> confab().connect(user.onDevice("device-" + i))))
                .toList();
        JsonNode listBefore = list(ben);
        List<JsonNode> historyBefore = history(ben, conversationId);

        // When
        ChildJvm.Result end = confab().server().stop();
        confab().server().start();

        // Then
        assertThat(devices).allSatisfy(device -> assertThat(device.awaitClose()).isEqualTo(1001));
        assertThat(end.output()).doesNotContain("ERROR");
        assertThat(list(ben)).isEqualTo(listBefore);
        assertThat(history(ben, conversationId)).isEqualTo(historyBefore);
        Device reconnected = confab().connect(ben);
        JsonNode next = confab().sendText(ada, ben, "after the break");
        assertThat(next.path("seq").asLong()).isEqualTo(2);
        reconnected.awaitMessage(next.path("_id").asText());
    }

    /** Without the time at which it was read. */
    private JsonNode list(Account user) {
        ObjectNode body = (ObjectNode)
                confab().call(user, "getConversationList", Map.of()).body();
        return body.without("time");
    }

    @Test
    default void kill_whileMessagesAreSent_whatWasAcknowledgedIsThere() throws InterruptedException {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String conversationId =
                confab().sendText(ada, ben, "first").path("conversation_id").asText();
        Collection<String> acknowledged = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);

        // When
        IntStream.range(0, 4)
                .forEach(i -> threads.execute(() -> {
                    Account sender = i % 2 == 0 ? ada : ben;
                    Account receiver = i % 2 == 0 ? ben : ada;
                    while (isAcknowledged(sender, receiver, acknowledged)) {
                        // Until the server is gone.
                    }
                }));
        await().until(() -> acknowledged.size() >= 50);
        confab().server().kill();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        confab().server().start();

        // Then
        List<JsonNode> history = history(ada, conversationId);
        assertThat(history).extracting(message -> message.path("_id").asText()).containsAll(acknowledged);
        for (Account account : List.of(ada, ben)) {
            new Participant(confab(), account, null, conversationId)
                    .assertListsAreRight(
                            history.get(history.size() - 1).path("body").asText());
        }
        assertThat(confab().sendText(ada, ben, "after the kill").path("seq").asLong())
                .isEqualTo(history.size() + 1L);
    }

    private boolean isAcknowledged(Account sender, Account receiver, Collection<String> acknowledged) {
        try {
            acknowledged.add(
                    confab().sendText(sender, receiver, "number").path("_id").asText());
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Test
    default void kill_beforeTheFanOut_theNextStartTakesItUp() {
        // Given: runs are broken off at once, so that every invocation still waits when the process dies: the third
        // and last run of the first one would be ten seconds later.
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String groupId = confab().group(ada, ben);
        confab().call(ben, "setPushCid", Map.of("pushClientId", "cid-" + ben.uid()))
                .data();
        confab().awaitQuiet();
        confab().server().kill();
        confab().server().start(Map.of("CONFAB_LOCAL_FUNCTION_TIMEOUT", "1ms", "CONFAB_LOCAL_RETRY_BACKOFF", "5s"));

        // When
        List<String> ids = IntStream.range(0, 10)
                .mapToObj(i -> confab().sendTextToGroup(ada, groupId, "pushed late")
                        .path("_id")
                        .asText())
                .toList();
        int waiting = confab().developerList("invocations").size();
        confab().server().kill();
        confab().server().start();

        // Then
        assertThat(waiting).isPositive();
        assertThat(confab().server().output()).contains("Took up ");
        await().untilAsserted(() -> assertThat(vendorPushes(ben)).containsAll(ids));
        confab().awaitQuiet();
        assertThat(confab().developerList("dead-letters")).isEmpty();
    }

    private List<String> vendorPushes(Account account) {
        List<String> ids = new ArrayList<>();
        for (JsonNode push : confab().developerList("offline-pushes")) {
            if (push.path("user_id").asText().equals(account.uid())) {
                ids.add(push.at("/push/payload/data/_id").asText());
            }
        }
        return ids;
    }
}
