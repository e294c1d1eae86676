package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.HttpPeer.Request;
import io.confab.testing.WebPushReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Browsers, by way of a push service that a test plays: what it gets, only the browser's keys decrypt. */
interface WebPushTests extends UsesConfab {
    @Test
    default void hiddenPage_thatHasClosedItsConnection_isToldByItsBrowserWithinASecond() throws Exception {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        confab().call(
                        ben,
                        "setPushCid",
                        Map.of(
                                "channel",
                                "webpush",
                                "endpoint",
                                confab().pushService().subscription(ben)))
                .data();
        confab().connect(ben).close();
        await().until(() -> confab().isOffline(ben));

        // When
        List<String> ids = new ArrayList<>();
        Promptness.assertWithin(Duration.ofSeconds(1), () -> {
            ids.add(confab().sendText(ada, ben, "你好 😀").path("_id").asText());
            return Promptness.of(() -> await().pollInterval(Duration.ofMillis(10))
                    .until(() -> confab().pushService().received(ben).size() >= ids.size()));
        });

        // Then
        List<Request> received = confab().pushService().received(ben);
        Request newest = received.get(received.size() - 1);
        JsonNode push = Client.JSON.readTree(WebPushReceiver.decrypt(newest.body()));
        assertThat(push.path("title").asText()).isEqualTo("Ada");
        assertThat(push.path("content").asText()).isEqualTo("你好 😀");
        assertThat(push.path("badge").asInt()).isEqualTo(received.size());
        assertThat(push.at("/payload/data/_id").asText()).isEqualTo(ids.get(ids.size() - 1));
        String key = confab().call(ben, "getPushKey", Map.of())
                .data()
                .path("publicKey")
                .asText();
        assertThat(newest.headers().get("authorization")).contains("k=" + key);
    }
}
