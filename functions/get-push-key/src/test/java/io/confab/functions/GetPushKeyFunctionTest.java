package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetPushKeyFunctionTest extends FunctionTestBase {
    @Test
    void getPushKey_serverWithKeys_isItsPublicKey() {
        assertThat(call(event("example")).data())
                .hasToString("{\"publicKey\":\"BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
                        + "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8\"}");
    }

    @Test
    void getPushKey_withoutToken_is401() {
        assertThat(call(event("without-token")).outcome()).isEqualTo("401 uni-id-check-token-failed");
    }
}
