package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What a method answered. */
record Reply(int status, HttpHeaders headers, JsonNode body) {
    /** Status and code, such as {@code 403 not-group-member}. */
    String outcome() {
        return status + " " + body.path("errCode").asText("without errCode");
    }

    /** The text of a refusal. */
    String message() {
        return body.path("errMsg").asText();
    }

    /** The data of a success; anything else fails the test. */
    JsonNode data() {
        assertThat(outcome()).as("%s", body).isEqualTo("200 0");
        return body.path("data");
    }
}
