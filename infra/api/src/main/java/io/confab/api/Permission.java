package io.confab.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A permission of a function, in addition to its log and the database. Each is a policy in the template. */
public enum Permission {
    /** Invoke sendMsgToGroup. */
    @JsonProperty("fanOut")
    FAN_OUT("MayFanOut"),
    /** Invoke sendPushMsg. */
    @JsonProperty("handOverPushes")
    HAND_OVER_PUSHES("MayHandOverPushes"),
    /** Send to connected clients, and close their connections. */
    @JsonProperty("postToConnections")
    POST_TO_CONNECTIONS("MayPostToConnections"),
    /** Sign forms with which clients upload files. */
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
