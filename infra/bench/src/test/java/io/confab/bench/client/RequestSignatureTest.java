package io.confab.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class RequestSignatureTest {
    private static final String EXPECTED = "46AB35F28898813368C54FB39943D68C367D32571EB2F8FF2A84B400EB7C6CA2";

    private final ObjectNode params = ConfabClient.JSON
            .createObjectNode()
            .put("foo", 1)
            .put("bar", 2)
            .put("foo_bar", 3)
            .put("foobar", 4);

    @Test
    void of_publishedVector_isItsSignature() {
        assertThat(RequestSignature.of("testSecret", "abc", 1676882808550L, params))
                .isEqualTo(EXPECTED);
    }

    @Test
    void of_objectsArraysAndNull_areNotSigned() {
        params.putNull("nothing").putObject("object").put("a", 1);
        params.putArray("array").add(1);

        assertThat(RequestSignature.of("testSecret", "abc", 1676882808550L, params))
                .isEqualTo(EXPECTED);
    }
}
