package io.confab.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A secret that only some functions get. */
public enum Secret {
    /** The secret with which back ends sign their requests. */
    @JsonProperty("request")
    REQUEST("CONFAB_SECRET_REQUEST: !If [MakesRequestSecret, !Ref RequestSecrets, !Ref RequestSecretArn]");

    private final List<String> variables;

    Secret(String... variables) {
        this.variables = List.of(variables);
    }

    /** Lines for the environment of a function in the template. */
    List<String> variables() {
        return variables;
    }
}
