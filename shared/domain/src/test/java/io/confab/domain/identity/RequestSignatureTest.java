package io.confab.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class RequestSignatureTest {
    private static String sign(String params) throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(params);
        return RequestSignature.of("testSecret", "abc", "1676882808550", json);
    }

    @Test
    void of_documentedVector_isTheDocumentedSignature() throws JsonProcessingException {
        String expected = "46AB35F28898813368C54FB39943D68C367D32571EB2F8FF2A84B400EB7C6CA2";
        assertThat(sign("{\"foo\":1,\"bar\":2,\"foo_bar\":3,\"foobar\":4}")).isEqualTo(expected);
        assertThat(sign("{\"foobar\":\"4\",\"foo_bar\":3.0,\"bar\":\"2\",\"foo\":1}"))
                .isEqualTo(expected);
        assertThat(sign("{\"foo\":1,\"bar\":2,\"foo_bar\":3,\"foobar\":4,\"o\":{\"a\":1},\"l\":[1],\"n\":null}"))
                .isEqualTo(expected);
    }

    @Test
    void of_anotherValueKeyOrOrderOfCase_isAnotherSignature() throws JsonProcessingException {
        assertThat(sign("{\"a\":true}")).isEqualTo(sign("{\"a\":\"true\"}")).isNotEqualTo(sign("{\"a\":false}"));
        assertThat(sign("{\"a\":\"\"}")).isNotEqualTo(sign("{}"));
        assertThat(sign("{\"a\":1.5}")).isEqualTo(sign("{\"a\":\"1.5\"}"));
        assertThat(sign("{\"b\":1,\"A\":2}")).isEqualTo(sign("{\"A\":2,\"b\":1}"));
    }

    @Test
    void matches_onlyTheSame() {
        assertThat(RequestSignature.matches("AB", "AB")).isTrue();
        assertThat(RequestSignature.matches("AB", "ab")).isFalse();
        assertThat(RequestSignature.matches("AB", "A")).isFalse();
        assertThat(RequestSignature.matches("AB", "")).isFalse();
    }
}
