package io.confab.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.json.Params;
import org.junit.jupiter.api.Test;

class NameSpaceTest {
    @Test
    void key_ofAClient_standsAsSent() {
        assertThat(NameSpace.CLIENT.key("alice", "change-1")).isEqualTo("alice#change-1");
    }

    @Test
    void key_ofTheServer_isOneThatNoClientCanSend() {
        String server = NameSpace.SERVER.key("alice", "order-1");
        String derived = NameSpace.DERIVED.key("alice", "order-1");

        assertThat(server).startsWith("alice#server-").isNotEqualTo(NameSpace.SERVER.key("alice", "order-2"));
        assertThat(derived).startsWith("alice#derived-");
        assertThat(server.length() - "alice#".length()).isGreaterThan(Params.MAX_UNIQUE_ID);
        assertThat(derived.length() - "alice#".length()).isGreaterThan(Params.MAX_UNIQUE_ID);
    }
}
