package io.confab.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.testing.SignatureVectors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestSignatureTest {
    private static final String TIMESTAMP = "1676882808550";
    private static final String DOCUMENTED = "46AB35F28898813368C54FB39943D68C367D32571EB2F8FF2A84B400EB7C6CA2";

    private static List<String> sign(String params, Map<String, String> writtenNumbers) throws JsonProcessingException {
        return new SignedParams(new ObjectMapper().readTree(params), writtenNumbers)
                .joined().stream()
                        .map(joined -> RequestSignature.ofParams("testSecret", "abc", TIMESTAMP, joined))
                        .toList();
    }

    @Test
    void ofParams_documentedVector_isTheDocumentedSignature() throws JsonProcessingException {
        Map<String, String> numbers = Map.of("foo", "1", "bar", "2", "foo_bar", "3", "foobar", "4");
        assertThat(sign("{\"foo\":1,\"bar\":2,\"foo_bar\":3,\"foobar\":4}", numbers))
                .containsExactly(DOCUMENTED);
        assertThat(sign("{\"foobar\":\"4\",\"foo_bar\":\"3\",\"bar\":\"2\",\"foo\":\"1\"}", Map.of()))
                .containsExactly(DOCUMENTED);
        assertThat(sign(
                        "{\"foo\":1,\"bar\":2,\"foo_bar\":3,\"foobar\":4,\"o\":{\"a\":1},\"l\":[1],\"n\":null}",
                        numbers))
                .containsExactly(DOCUMENTED);
    }

    @Test
    void ofParams_numberWrittenInAnotherWay_isGoodInBoth() throws JsonProcessingException {
        assertThat(sign("{\"a\":1.50}", Map.of("a", "1.50")))
                .containsExactly(
                        sign("{\"a\":\"1.50\"}", Map.of()).get(0),
                        sign("{\"a\":\"1.5\"}", Map.of()).get(0));
    }

    @Test
    void ofParams_anotherValueKeyOrOrderOfCase_isAnotherSignature() throws JsonProcessingException {
        assertThat(sign("{\"a\":true}", Map.of()))
                .isEqualTo(sign("{\"a\":\"true\"}", Map.of()))
                .isNotEqualTo(sign("{\"a\":false}", Map.of()));
        assertThat(sign("{\"a\":\"\"}", Map.of())).isNotEqualTo(sign("{}", Map.of()));
        assertThat(sign("{\"b\":\"1\",\"A\":\"2\"}", Map.of())).isEqualTo(sign("{\"A\":\"2\",\"b\":\"1\"}", Map.of()));
    }

    /** The vector of the API reference, which Python made. */
    @Test
    void ofBody_documentedVector_isTheDocumentedSignature() {
        assertThat(RequestSignature.ofBody(
                        "testSecret",
                        "abc",
                        TIMESTAMP,
                        "sendMsgByServer",
                        "{\"foo\":1,\"bar\":2,\"foo_bar\":3,\"foobar\":4}"))
                .isEqualTo("85170A638203A3BCEBF4D4223DD58ADAEB29D525A40B6A87FE67635B148975C0");
    }

    @Test
    void ecmaScriptNumber_isAsNodeWritesIt() {
        assertThat(SignatureVectors.numbers()).hasSizeGreaterThan(100).allSatisfy((digits, written) -> assertThat(
                        EcmaScriptNumber.text(Double.parseDouble(digits)))
                .isEqualTo(written));
        assertThat(EcmaScriptNumber.text(-0.0)).isEqualTo("0");
        assertThat(EcmaScriptNumber.text(-1.5e-7)).isEqualTo("-1.5e-7");
    }

    @Test
    void matches_onlyTheSame() {
        assertThat(RequestSignature.matches("AB", "AB")).isTrue();
        assertThat(RequestSignature.matches("AB", "ab")).isFalse();
        assertThat(RequestSignature.matches("AB", "A")).isFalse();
        assertThat(RequestSignature.matches("AB", "")).isFalse();
    }
}
