package io.confab.edge.url;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confab.domain.error.Refusal;
import io.confab.edge.url.FunctionUrlEvent.Http;
import io.confab.edge.url.FunctionUrlEvent.RequestContext;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallTest {
    private static Call decode(String body, boolean base64, Map<String, String> headers) {
        RequestContext context = new RequestContext("r", new Http("POST", "/", "127.0.0.1"));
        return Call.decode(new FunctionUrlEvent("/", headers, context, body, base64), Method.OF_OBJECT);
    }

    private static Call decode(String body) {
        return decode(body, false, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "true", "1.5"})
    void params_scalarInTheUniCloudForm_isRefusedWhileTheTokenIsRead(String params) {
        Call call = decode("{\"params\":" + params + ",\"uniIdToken\":\"t\",\"clientInfo\":{\"appId\":\"a\"}}");

        assertThat(call.token()).contains("t");
        assertThat(call.clientInfo().appId()).contains("a");
        assertThatThrownBy(call::params).isInstanceOf(Refusal.class).hasMessageStartingWith("params:");
    }

    @Test
    void body_notBase64ThoughItSaysSo_isRefused() {
        assertThatThrownBy(() -> decode("{\"a\":1}", true, Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("request body:");
    }

    @Test
    void body_withAByteOrderMark_isReadAndKept() {
        String sent = "\uFEFF{\"a\":1}";
        String encoded = Base64.getEncoder().encodeToString(sent.getBytes(UTF_8));

        for (Call call : new Call[] {decode(sent), decode(encoded, true, Map.of())}) {
            assertThat(call.params().json().toString()).isEqualTo("{\"a\":1}");
            assertThat(call.body()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "phone,phone",
        "a+b c,a+b c",
        "%E6%89%8B%E6%9C%BA,手机",
        "%e6%89%8b,手",
        "手机,手机",
        "手%20机,手 机",
        "100%,100%",
        "100%2,100%2",
        "100%zz%20,100%zz%20",
        "a%ffb,a%ffb",
        "%ED%A0%80,%ED%A0%80",
        "a%2525b,a%25b",
        "a%2Bb,a+b",
    })
    void clientInfo_header_isPercentDecodedOnceIfItCanBe(String sent, String read) {
        Call call = decode("{}", false, Map.of("x-client-device-id", sent, "x-client-app-id", sent));

        assertThat(call.clientInfo().deviceId()).contains(read);
        assertThat(call.clientInfo().appId()).contains(read);
    }

    @Test
    void clientInfo_ofTheUniCloudForm_isNotDecoded() {
        assertThat(decode("{\"params\":{},\"clientInfo\":{\"deviceId\":\"a%20b\"}}")
                        .clientInfo()
                        .deviceId())
                .contains("a%20b");
    }

    @Test
    void clientInfo_length_isThatOfWhatIsDecoded() {
        assertThat(decode("{}", false, Map.of("x-client-device-id", "%E6%89%8B".repeat(256)))
                        .clientInfo()
                        .deviceId())
                .contains("手".repeat(256));
        Call tooLong = decode("{}", false, Map.of("x-client-device-id", "x".repeat(257)));
        assertThatThrownBy(tooLong::clientInfo).isInstanceOf(Refusal.class).hasMessageStartingWith("deviceId:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "bearer\t", "Basic dXNlcg==", "t", " "})
    void token_oddAuthorization_isNoToken(String authorization) {
        Call call = decode("{\"params\":{},\"uniIdToken\":\"t\"}", false, Map.of("authorization", authorization));

        assertThat(call.token().orElse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1.50,\"b\":\"1\",\"c\":-0.0,\"d\":[1],\"e\":{\"f\":2}}|false|{a=1.50, c=-0.0}",
                "{\"a\":1,\"a\":\"x\",\"b\":1,\"b\":1e3}|false|{b=1e3}",
                "{\"params\":{\"a\":1E2},\"b\":1}|true|{a=1E2}",
                "{\"params\":[{\"a\":1.0},{\"b\":1},[2],3],\"c\":{\"params\":{\"d\":1}}}|true|{a=1.0}",
                "{\"params\":{\"a\":1},\"params\":[]}|true|{}",
                "{\"params\":[[{\"a\":1}]]}|true|{}",
                "{\"clientInfo\":{\"a\":1}}|true|{}",
                "{}|false|{}",
            })
    void writtenNumbers_areThoseOfTheParameters(String body, boolean uniCloudForm, String expected) {
        assertThat(WrittenNumbers.read("\uFEFF" + body, uniCloudForm)).hasToString(expected);
        assertThat(WrittenNumbers.read(body, uniCloudForm)).hasToString(expected);
    }

    @Test
    void writtenNumbers_emptyBody_areNone() {
        assertThat(WrittenNumbers.read("", false)).isEmpty();
    }
}
