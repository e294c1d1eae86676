package io.confab.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may call a method at all. */
public enum Access {
    /** A user, by token. */
    @JsonProperty("token")
    TOKEN,
    /** A back end, by the signature of its request. */
    @JsonProperty("signed")
    SIGNED,
    /** Anybody, by GET too. */
    @JsonProperty("open")
    OPEN
}
