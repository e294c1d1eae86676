package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void good_decoded_hasTheContractsClaims() throws Exception {
        String[] parts = Tokens.of("alice").roles("admin").sign().split("\\.", -1);

        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));

        assertThat(header.path("alg").asText()).isEqualTo("HS256");
        assertThat(claims.path("uid").asText()).isEqualTo("alice");
        assertThat(claims.path("role").get(0).asText()).isEqualTo("admin");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(7200);
    }

    @Test
    void unsigned_split_hasNoSignature() {
        assertThat(Tokens.unsigned("alice")).endsWith(".");
    }

    @Test
    void tampered_bySomeoneElse_keepsTheirSignature() {
        assertThat(Tokens.tampered("alice", "mallory").split("\\.", -1)[2])
                .isNotEqualTo(Tokens.good("alice").split("\\.", -1)[2]);
    }

    @Test
    void signature_ofTheContractsVector_isTheContracts() throws Exception {
        JsonNode params =
                JSON.readTree("{\"foo\":1,\"bar\":2,\"foo_bar\":3,\"foobar\":4,\"left\":{\"out\":1},\"none\":null}");

        assertThat(SignedRequest.headers(params, "abc", 1676882808550L, "testSecret"))
                .containsEntry("uni-id-signature", "46AB35F28898813368C54FB39943D68C367D32571EB2F8FF2A84B400EB7C6CA2");
    }
}
