package io.confab.domain.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an operator sets, by environment ({@code CONFAB_…}) or template parameter (docs/settings.md).
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

    /** {@code CONFAB_MAX_GROUP_MEMBERS}: members of one group, at most. */
    @WithDefault("100000")
    long maxGroupMembers();

    /** {@code CONFAB_MAX_GROUPS}: groups that one user is in, at most. */
    @WithDefault("2000")
    int maxGroups();

    /** {@code CONFAB_TOKEN_SECRET}: signs and verifies HS256 tokens; at least 32 characters. */
    Optional<String> tokenSecret();

    /** {@code CONFAB_TOKEN_SECRET_PREVIOUS}: verifies, but never signs, while a new secret takes its place. */
    Optional<String> tokenSecretPrevious();

    /**
     * {@code CONFAB_REQUEST_AUTH_SECRET}: what a back end signs its requests with (docs/rules.md#accounts); at least 16
     * characters.
     */
    Optional<String> requestAuthSecret();

    /** {@code CONFAB_REQUEST_AUTH_SECRET_PREVIOUS}: good as well, while back ends change over to the new one. */
    Optional<String> requestAuthSecretPrevious();

    /** {@code CONFAB_REQUEST_SIGNATURE}: {@code any}, or {@code v2}: only signatures over the whole request are good. */
    @WithDefault("any")
    String requestSignature();

    /** {@code CONFAB_TOKEN_EXPIRES_IN}: life of a token in seconds. */
    @WithDefault("7200")
    int tokenExpiresIn();

    /** {@code CONFAB_TOKEN_EXPIRES_THRESHOLD}: a token with fewer seconds left is renewed by any call. */
    @WithDefault("1200")
    int tokenExpiresThreshold();

    /** {@code CONFAB_USER_DIRECTORY}: whether getUserList shows everybody to everybody. */
    @WithDefault("false")
    boolean userDirectory();

    /** {@code CONFAB_MAX_FRIENDS}: with so many friends nobody invites or accepts any more. */
    @WithDefault("5000")
    int maxFriends();

    /** {@code CONFAB_MAX_DEVICES}: devices of one user; the longest unused gives way to a new one. */
    @WithDefault("20")
    int maxDevices();

    /** {@code CONFAB_LOCAL}: true on a laptop alone, where well-known secrets are allowed. */
    @WithDefault("false")
    boolean local();

    Upload upload();

    /** What may be uploaded, see {@code getUploadUrl}. */
    interface Upload {
        /** {@code CONFAB_UPLOAD_MAX_BYTES}: the largest file; 100 MB. */
        @WithDefault("104857600")
        long maxBytes();

        /** {@code CONFAB_UPLOAD_BYTES_PER_DAY}: what one user may be permitted on one day (UTC); deployed 2 GB; 0: no limit. */
        OptionalLong bytesPerDay();

        /** {@code CONFAB_UPLOAD_CONTENT_TYPES}: comma-separated, {@code image/*} for a whole family. */
        @WithDefault("*/*")
        String contentTypes();

        /** {@code CONFAB_UPLOAD_EXPIRY}: how long a permission to upload is good. */
        @WithDefault("15m")
        Duration expiry();
    }

    Rate rate();

    /**
     * How much one user, and all users of one group, may do. Absent: the given number in a deployment, no limit on a laptop; 0:
     * no limit.
     */
    interface Rate {
        /** {@code CONFAB_RATE_MESSAGES_PER_SECOND}: sendMsg, by one user; 20. */
        OptionalInt messagesPerSecond();

        /** {@code CONFAB_RATE_MESSAGES_BURST}: as many at once. */
        @WithDefault("100")
        int messagesBurst();

        /** {@code CONFAB_RATE_GROUP_MESSAGES_PER_SECOND}: sendMsg, to one group; 100. */
        OptionalInt groupMessagesPerSecond();

        /** {@code CONFAB_RATE_GROUP_MESSAGES_BURST}: as many at once. */
        @WithDefault("300")
        int groupMessagesBurst();

        /** {@code CONFAB_RATE_INVITES_PER_MINUTE}: addFriendInvite, chooseUserIntoGroup and joinGroup, by one user; 30. */
        OptionalInt invitesPerMinute();

        /** {@code CONFAB_RATE_INVITES_BURST}: as many at once. */
        @WithDefault("30")
        int invitesBurst();

        /** {@code CONFAB_RATE_SEARCHES_PER_MINUTE}: searchUsers, by one user, and as many at once; 60. */
        OptionalInt searchesPerMinute();
    }

    Oidc oidc();

    /** Tokens of an OpenID Connect issuer, accepted beside our own when an issuer is set. */
    interface Oidc {
        /** {@code CONFAB_OIDC_ISSUER}: the {@code iss} of its tokens. */
        Optional<String> issuer();

        /** {@code CONFAB_OIDC_AUDIENCE}: an {@code aud} of its tokens; required with an issuer. */
        Optional<String> audience();

        /** {@code CONFAB_OIDC_JWKS_URL}: its key set; absent: as its {@code .well-known/openid-configuration} says. */
        Optional<String> jwksUrl();

        /** {@code CONFAB_OIDC_UID_CLAIM}: which claim names the user, by {@code _id}, else by external uid. */
        @WithDefault("sub")
        String uidClaim();

        /** {@code CONFAB_OIDC_ALGORITHM}: the one algorithm of its tokens, {@code RS256} or {@code ES256}. */
        @WithDefault("RS256")
        String algorithm();

        /** {@code CONFAB_OIDC_KEYS_INTERVAL}: the key set is not asked for more often, whatever tokens come. */
        @WithDefault("10s")
        Duration keysInterval();
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
