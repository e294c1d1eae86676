package io.confab.domain.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The settings of an operator: environment variables {@code CONFAB_…} or template parameters (docs/settings.md). {@link Settings}
 * has their bounds, which are checked at the start; a time without a unit is in seconds. Where the database is, Quarkus reads
 * itself ({@code quarkus.mongodb.*}).
 */
@ConfigMapping(prefix = "confab")
public interface ConfabConfig {
    /** {@code CONFAB_RECALL_WINDOW_SECONDS}: how long after sending a message its sender may revoke it. */
    @WithName("recall-window-seconds")
    @WithDefault("120")
    Duration recallWindow();

    /**
     * {@code CONFAB_CONVERSATION_GRADE}: who may write to whom in single chats: 0 anyone to anyone; 100 only friends, or if one
     * of the two is customer service; 200 only friends.
     */
    @WithDefault("0")
    int conversationGrade();

    /**
     * {@code CONFAB_CUSTOMER_SERVICE_UIDS}: user ids of customer service, separated by commas. If it is empty or {@code false},
     * grade 100 restricts nobody.
     */
    Optional<String> customerServiceUids();

    /** {@code CONFAB_NOTE_LENGTH}: number of characters of a text that are kept in {@code last_msg_note}. */
    @WithDefault("30")
    int noteLength();

    /** {@code CONFAB_MAX_GROUP_MEMBERS}: maximum number of members of one group. */
    @WithDefault("100000")
    long maxGroupMembers();

    /** {@code CONFAB_MAX_GROUPS}: maximum number of groups that one user is a member of. */
    @WithDefault("2000")
    int maxGroups();

    /** {@code CONFAB_TOKEN_SECRET}: signs and verifies HS256 tokens; at least 32 characters. */
    Optional<String> tokenSecret();

    /** {@code CONFAB_TOKEN_SECRET_PREVIOUS}: the token secret that was used before. It verifies tokens, but signs none. */
    Optional<String> tokenSecretPrevious();

    /**
     * {@code CONFAB_REQUEST_AUTH_SECRET}: the secret with which back ends sign their requests (docs/rules.md#accounts); at
     * least 16 characters.
     */
    Optional<String> requestAuthSecret();

    /** {@code CONFAB_REQUEST_AUTH_SECRET_PREVIOUS}: the request secret that was used before; still accepted. */
    Optional<String> requestAuthSecretPrevious();

    /** {@code CONFAB_REQUEST_SIGNATURE}: {@code any}, or {@code v2} to accept only signatures over the whole request. */
    @WithDefault("any")
    String requestSignature();

    /** {@code CONFAB_TOKEN_EXPIRES_IN}: how long a token is valid. */
    @WithDefault("7200")
    Duration tokenExpiresIn();

    /** {@code CONFAB_TOKEN_EXPIRES_THRESHOLD}: a call with a token that is valid for a shorter time than this renews it. */
    @WithDefault("1200")
    Duration tokenExpiresThreshold();

    /** {@code CONFAB_USER_DIRECTORY}: whether every user may list all users with getUserList. */
    @WithDefault("false")
    boolean userDirectory();

    /** {@code CONFAB_MAX_FRIENDS}: a user with this number of friends can neither invite nor accept another. */
    @WithDefault("5000")
    int maxFriends();

    /**
     * {@code CONFAB_MAX_DEVICES}: maximum number of devices of one user. When a further device is added, the one unused for the
     * longest time is removed.
     */
    @WithDefault("20")
    int maxDevices();

    /** {@code CONFAB_LOCAL}: true only on a laptop, where the well-known secrets are allowed. */
    @WithDefault("false")
    boolean local();

    /** {@code CONFAB_FUNCTION_PREFIX}: what stands before the method in the name of each function of this deployment. */
    Optional<String> functionPrefix();

    /** {@code CONFAB_FUNCTION_ALIAS}: the alias under which functions invoke each other; without it, their newest code. */
    Optional<String> functionAlias();

    Upload upload();

    /** What may be uploaded, and where to, see {@code getUploadUrl}. */
    interface Upload {
        /** {@code CONFAB_UPLOAD_MAX_BYTES}: size of the largest file in bytes. */
        @WithDefault("104857600")
        long maxBytes();

        /**
         * {@code CONFAB_UPLOAD_BYTES_PER_DAY}: how many bytes one user may get permission to upload on one day (UTC); 0 means no
         * limit. Absent: 2 GiB in a deployment, no limit on a laptop.
         */
        OptionalLong bytesPerDay();

        /** {@code CONFAB_UPLOAD_CONTENT_TYPES}: allowed content types, separated by commas; {@code image/*} allows all images. */
        @WithDefault("*/*")
        String contentTypes();

        /** {@code CONFAB_UPLOAD_EXPIRY}: how long a permission to upload is valid. */
        @WithDefault("15m")
        Duration expiry();

        /** {@code CONFAB_UPLOAD_BUCKET}: the bucket that files are uploaded to. */
        Optional<String> bucket();

        /** {@code CONFAB_UPLOAD_ENDPOINT}: another store with the interface of S3, addressed by path; absent for AWS. */
        Optional<String> endpoint();

        /**
         * {@code CONFAB_UPLOAD_PUBLIC_URL}: the URL that files are downloaded from, such as a CloudFront distribution; absent:
         * the bucket itself.
         */
        Optional<String> publicUrl();
    }

    Rate rate();

    /**
     * Limits on what one user may do, and all members of one group together. If a rate is absent, a deployment uses the number
     * given in its comment and a laptop has no limit; 0 means no limit.
     */
    interface Rate {
        /** {@code CONFAB_RATE_MESSAGES_PER_SECOND}: messages that one user may send each second; 20 in a deployment. */
        OptionalInt messagesPerSecond();

        /** {@code CONFAB_RATE_MESSAGES_BURST}: maximum number accepted in one burst. */
        @WithDefault("100")
        int messagesBurst();

        /** {@code CONFAB_RATE_GROUP_MESSAGES_PER_SECOND}: messages of all members to one group; 100 in a deployment. */
        OptionalInt groupMessagesPerSecond();

        /** {@code CONFAB_RATE_GROUP_MESSAGES_BURST}: maximum number accepted in one burst. */
        @WithDefault("300")
        int groupMessagesBurst();

        /**
         * {@code CONFAB_RATE_INVITES_PER_MINUTE}: calls of addFriendInvite, chooseUserIntoGroup and joinGroup that one user may
         * make each minute; 30 in a deployment.
         */
        OptionalInt invitesPerMinute();

        /** {@code CONFAB_RATE_INVITES_BURST}: maximum number accepted in one burst. */
        @WithDefault("30")
        int invitesBurst();

        /**
         * {@code CONFAB_RATE_SEARCHES_PER_MINUTE}: calls of searchUsers that one user may make each minute, and also the maximum
         * number accepted in one burst; 60 in a deployment. As many calls of getPresence.
         */
        OptionalInt searchesPerMinute();
    }

    Oidc oidc();

    /** An OpenID Connect issuer whose tokens are accepted in addition to Confab's own, if one is set. */
    interface Oidc {
        /** {@code CONFAB_OIDC_ISSUER}: the {@code iss} of its tokens. */
        Optional<String> issuer();

        /** {@code CONFAB_OIDC_AUDIENCE}: the {@code aud} that its tokens must have; required with an issuer. */
        Optional<String> audience();

        /**
         * {@code CONFAB_OIDC_JWKS_URL}: URL of the issuer's key set. If absent, the one that the issuer's {@code
         * .well-known/openid-configuration} names.
         */
        Optional<String> jwksUrl();

        /** {@code CONFAB_OIDC_UID_CLAIM}: the claim that names the user: by {@code _id}, else by external uid. */
        @WithDefault("sub")
        String uidClaim();

        /** {@code CONFAB_OIDC_ALGORITHM}: the only accepted algorithm of its tokens, {@code RS256} or {@code ES256}. */
        @WithDefault("RS256")
        String algorithm();

        /** {@code CONFAB_OIDC_PROVISION}: whether the first valid token of an unknown subject stores a user. */
        @WithDefault("false")
        boolean provision();

        /** {@code CONFAB_OIDC_KEYS_INTERVAL}: shortest time between two downloads of the key set, whatever tokens arrive. */
        @WithDefault("10s")
        Duration keysInterval();
    }

    Push push();

    /** How long sending pushes may take, and when another run takes over. */
    interface Push {
        /** {@code CONFAB_PUSH_BUDGET}: how long a call may spend on sending pushes before it hands the rest over. */
        @WithDefault("300ms")
        Duration budget();

        /**
         * {@code CONFAB_PUSH_LEASE}: how long one run of a hop has it to itself, before another may take it over; must be longer
         * than a function's time-out.
         */
        @WithDefault("45s")
        Duration lease();

        /**
         * {@code CONFAB_PUSH_PATIENCE}: how long one run of sendPushMsg or sendMsgToGroup tries busy channels again before it
         * hands the rest over; with the 3 seconds of a last post it must be shorter than a function's time-out.
         */
        @WithDefault("20s")
        Duration patience();

        /**
         * {@code CONFAB_PUSH_REACH_SECONDS}: how long after the end of its newest token a device is still told by vendors.
         * Absent: 30 days in a deployment, not at all on a laptop.
         */
        @WithName("reach-seconds")
        Optional<Duration> reach();

        /** {@code CONFAB_PUSH_CONCURRENCY}: maximum number of pushes of one batch that are sent at the same time. */
        @WithDefault("32")
        int concurrency();

        /**
         * {@code CONFAB_PUSH_WEBSOCKET_ENDPOINT}: where frames to connected clients are posted, {@code
         * https://{api}.execute-api.{region}.amazonaws.com/{stage}}.
         */
        Optional<URI> websocketEndpoint();

        Sns sns();

        Webpush webpush();
    }

    /** Amazon SNS, through which Apple's and Google's services are reached (docs/push.md). */
    interface Sns {
        /** {@code CONFAB_PUSH_SNS_IOS}: ARN of the platform application of Apple's service. */
        Optional<String> ios();

        /** {@code CONFAB_PUSH_SNS_IOS_SANDBOX}: ARN of the platform application of Apple's sandbox. */
        Optional<String> iosSandbox();

        /** {@code CONFAB_PUSH_SNS_ANDROID}: ARN of the platform application of Google's service. */
        Optional<String> android();

        /** {@code CONFAB_PUSH_SNS_ENDPOINT}: another server with the interface of SNS. */
        Optional<URI> endpoint();
    }

    /** Which push services of browsers may be called. */
    interface Webpush {
        /** {@code CONFAB_PUSH_WEBPUSH_HOSTS}: their hosts, separated by commas; {@code *.} stands for one or more labels. */
        @WithDefault("fcm.googleapis.com,*.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com")
        String hosts();

        /**
         * {@code CONFAB_PUSH_WEBPUSH_TEST_PEER}: host and port of a push service of a test, a comma, and the path of a PEM file
         * with the certificates that are trusted for it. Stops the start of a deployment.
         */
        Optional<String> testPeer();
    }

    Unipush unipush();

    /** uni-push 2, by way of the cloud function of {@code infra/unipush} (docs/push.md). */
    interface Unipush {
        /** {@code CONFAB_UNIPUSH_URL}: the URL of that cloud function. */
        Optional<URI> url();

        /** {@code CONFAB_UNIPUSH_SECRET}: signs requests to it; at least 32 characters. */
        Optional<String> secret();
    }

    Vapid vapid();

    /** The keys with which this server proves to push services of browsers who it is (RFC 8292). */
    interface Vapid {
        /** {@code CONFAB_VAPID_PUBLIC_KEY}: a point of P-256, 65 bytes in base64url. */
        Optional<String> publicKey();

        /** {@code CONFAB_VAPID_PRIVATE_KEY}: its number, 32 bytes in base64url. */
        Optional<String> privateKey();

        /** {@code CONFAB_VAPID_SUBJECT}: whom a push service may write to, a {@code mailto:} or {@code https:} URL. */
        Optional<String> subject();
    }
}
