package io.confab.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a function may do beyond reaching its log and the database, each by a policy that stands in the template. */
public enum Permission {
    /** Invoke sendMsgToGroup. */
    @JsonProperty("fanOut")
    FAN_OUT("MayFanOut"),
    /** Invoke sendPushMsg. */
    @JsonProperty("handOverPushes")
    HAND_OVER_PUSHES("MayHandOverPushes"),
    /** Write to clients that are connected, and close their connections. */
    @JsonProperty("postToConnections")
    POST_TO_CONNECTIONS("MayPostToConnections"),
    /** Sign forms that put files. */
    @JsonProperty("upload")
    UPLOAD("MayUpload");

    private final String policy;

    Permission(String policy) {
        this.policy = policy;
    }

    /** The policy's name in the template. */
    String policy() {
        return policy;
    }
}
