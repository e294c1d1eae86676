package io.confab.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A secret that only some functions are given. */
public enum Secret {
    /** What a back end signs its requests with, and the one before. */
    @JsonProperty("request")
    REQUEST(
            "CONFAB_REQUEST_AUTH_SECRET: !Ref RequestAuthSecret",
            "CONFAB_REQUEST_AUTH_SECRET_PREVIOUS: !Ref RequestAuthSecretPrevious");

    private final List<String> variables;

    Secret(String... variables) {
        this.variables = List.of(variables);
    }

    /** Lines of the template's environment. */
    List<String> variables() {
        return variables;
    }
}
