package io.confab.domain.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator sets, by environment ({@code CONFAB_…}) or template parameter (contract section 9, Settings).
 */
@ConfigMapping(prefix = "confab")
public interface ConfabConfig {
    /** {@code CONFAB_RECALL_WINDOW_SECONDS}: how long a sender may revoke. */
    @WithDefault("120")
    int recallWindowSeconds();

    /** {@code CONFAB_CONVERSATION_GRADE}: who may talk to whom: 0 anyone, 100 friends and customer service, 200 friends. */
    @WithDefault("0")
    int conversationGrade();

    /** {@code CONFAB_CUSTOMER_SERVICE_UIDS}: comma-separated; empty or {@code false} means no limit at grade 100. */
    Optional<String> customerServiceUids();

    /** {@code CONFAB_NOTE_LENGTH}: characters of a text kept in {@code last_msg_note}. */
    @WithDefault("30")
    int noteLength();

    /** {@code CONFAB_TOKEN_SECRET}: signs and verifies HS256 tokens; at least 32 characters. */
    Optional<String> tokenSecret();

    /** {@code CONFAB_REQUEST_AUTH_SECRET}: what a back end signs its requests with (contract section 5). */
    Optional<String> requestAuthSecret();

    /** {@code CONFAB_TOKEN_EXPIRES_IN}: life of a token in seconds. */
    @WithDefault("7200")
    int tokenExpiresIn();

    /** {@code CONFAB_TOKEN_EXPIRES_THRESHOLD}: a token with fewer seconds left is renewed by any call. */
    @WithDefault("1200")
    int tokenExpiresThreshold();

    /** {@code CONFAB_LOCAL}: true on a laptop alone, where well-known secrets are allowed. */
    @WithDefault("false")
    boolean local();

    Upload upload();

    /** What may be uploaded, see {@code getUploadUrl}. */
    interface Upload {
        /** {@code CONFAB_UPLOAD_MAX_BYTES}: the largest file; 100 MB. */
        @WithDefault("104857600")
        long maxBytes();

        /**
         * {@code CONFAB_UPLOAD_CONTENT_TYPES}: comma-separated, {@code image/*} for a whole family. HTML, XML, SVG and scripts
         * are never allowed.
         */
        @WithDefault("image/*,audio/*,video/*,text/plain,text/csv,text/markdown,application/*")
        String contentTypes();

        /** {@code CONFAB_UPLOAD_EXPIRY}: how long a permission to upload is good. */
        @WithDefault("15m")
        Duration expiry();
    }

    Push push();

    /** How long pushing may take and who takes over. */
    interface Push {
        /** {@code CONFAB_PUSH_BUDGET}: what sendMsg may spend on pushing before it hands the rest over. */
        @WithDefault("300ms")
        Duration budget();

        /** {@code CONFAB_PUSH_LEASE}: how long a hop is its runner's own; longer than a function's time-out. */
        @WithDefault("45s")
        Duration lease();

        /** {@code CONFAB_PUSH_CONCURRENCY}: posts of a batch under way at once. */
        @WithDefault("32")
        int concurrency();
    }
}
