package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The method {@code health} over HTTP: without a token, by GET and by POST. */
interface HealthTests extends UsesConfab {
    @Test
    default void health_byGetAndByPost_isTheSame() {
        Reply get = confab().client().verb("GET", "/health");
        Reply post = confab().client().callBare("health", Map.of());

        assertThat(get.outcome()).isEqualTo("200 0");
        assertThat(get.data().path("schema").asInt()).isPositive();
        assertThat(get.data().path("database").asText()).isEqualTo("ok");
        assertThat(post.outcome()).isEqualTo("200 0");
        assertThat(post.data().path("build")).isEqualTo(get.data().path("build"));
    }

    @Test
    default void health_otherVerbs_areToldWhatIsAllowed() {
        assertThat(confab().client().verb("PUT", "/health").outcome()).isEqualTo("405 method-not-allowed");
        assertThat(confab().client().verb("PUT", "/health").headers().firstValue("allow"))
                .hasValue("GET, POST, OPTIONS");
    }
}
