package io.confab.domain.config;

import io.confab.domain.config.Bound.Flag;
import io.confab.domain.config.Bound.OneOf;
import io.confab.domain.config.Bound.Several;
import io.confab.domain.config.Bound.Text;
import io.confab.domain.config.Bound.Time;
import io.confab.domain.config.Bound.Whole;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of all settings, of tools as well, and the bounds of their values. docs/settings.md shows the same list for people;
 * tests compare the two, and {@code template.yaml}.
 */
public final class Settings {
    private static final Duration FOREVER = Duration.ofDays(36_500);
    /** The longest that a function can run on Lambda. */
    private static final Duration FUNCTION = Duration.ofMinutes(15);
    /** The longest that a signature of S3 can be valid. */
    private static final Duration WEEK = Duration.ofDays(7);
    /** The largest file that a form can send to S3. */
    private static final long LARGEST_FILE = 5L << 30;

    private static final Bound ANY = text(".*", "any text");
    private static final Bound FILE = text(".+", "a path");
    private static final Bound URL = text("https?://[^\\s/]+[^\\s]*", "a URL that begins with https:// or http://");
    private static final Bound PLATFORM_APPLICATION =
            text("arn:[^\\s:]+:sns:[^\\s:]+:[^\\s:]+:app/\\S+", "the ARN of a platform application of SNS");
    private static final Bound SECRET =
            text("arn:[^\\s:]+:secretsmanager:[^\\s:]+:\\d+:secret:\\S+", "the ARN of a secret of Secrets Manager");
    private static final Bound PUSH_SERVICES = new Several(
            text("(?i)(\\*\\.)?([a-z0-9-]+\\.)+[a-z][a-z0-9-]*", "a host name"),
            "host names of two labels or more, with *. before them for their subdomains, separated by commas");
    private static final Bound MONGODB =
            text("mongodb(\\+srv)?://.+", "an address such as mongodb://host:27017/confab");
    private static final Bound ORIGINS = new Several(
            text("null|[A-Za-z][A-Za-z0-9+.-]*://[^\\s/]*/*", "null or an origin"),
            "origins such as https://chat.example, separated by commas, or null among them");
    private static final Bound ORIGINS_OF_PAGES = new Several(
            text("https?://[A-Za-z0-9.:\\[\\]-]+", "an origin"),
            "origins such as https://www.example, separated by commas");
    private static final Bound HOSTS = new Several(text("[^\\s/]+", "a host"), "host names, separated by commas");
    private static final Bound TYPES = new Several(
            text("[^\\s/]+/[^\\s/]+", "a content type"), "content types such as image/*, separated by commas");
    private static final Bound RATE = new Whole(0, 1_000_000);
    /** All ids of a burst must fit into one command. */
    private static final Bound BURST = new Whole(1, 100_000);

    private static final List<Setting> OPERATOR = List.of(
            new Setting("CONFAB_RECALL_WINDOW_SECONDS", new Time(Duration.ZERO, FOREVER)),
            new Setting("CONFAB_CONVERSATION_GRADE", new OneOf(List.of("0", "100", "200"))),
            new Setting("CONFAB_CUSTOMER_SERVICE_UIDS", ANY).orEmpty(),
            new Setting("CONFAB_NOTE_LENGTH", new Whole(1, 1_000)),
            new Setting("CONFAB_USER_DIRECTORY", new Flag()),
            new Setting("CONFAB_MAX_FRIENDS", new Whole(1, 1_000_000)),
            new Setting("CONFAB_MAX_DEVICES", new Whole(1, 1_000)),
            new Setting("CONFAB_MAX_GROUPS", new Whole(1, 1_000_000)),
            new Setting("CONFAB_MAX_GROUP_MEMBERS", new Whole(2, 10_000_000)),
            new Setting("CONFAB_RATE_MESSAGES_PER_SECOND", RATE).orEmpty(),
            new Setting("CONFAB_RATE_MESSAGES_BURST", BURST),
            new Setting("CONFAB_RATE_GROUP_MESSAGES_PER_SECOND", RATE).orEmpty(),
            new Setting("CONFAB_RATE_GROUP_MESSAGES_BURST", BURST),
            new Setting("CONFAB_RATE_INVITES_PER_MINUTE", RATE).orEmpty(),
            new Setting("CONFAB_RATE_INVITES_BURST", BURST),
            new Setting("CONFAB_RATE_SEARCHES_PER_MINUTE", new Whole(0, 100_000)).orEmpty(),
            new Setting("CONFAB_TOKEN_SECRET", characters(32)).orEmpty().secret(),
            new Setting("CONFAB_TOKEN_SECRET_NEXT", characters(32)).orEmpty().secret(),
            new Setting("CONFAB_TOKEN_SECRET_PREVIOUS", characters(32))
                    .orEmpty()
                    .secret(),
            new Setting("CONFAB_REQUEST_AUTH_SECRET", characters(16))
                    .orEmpty()
                    .secret()
                    .inDeployment(),
            new Setting("CONFAB_REQUEST_AUTH_SECRET_NEXT", characters(16))
                    .orEmpty()
                    .secret()
                    .inDeployment(),
            new Setting("CONFAB_REQUEST_AUTH_SECRET_PREVIOUS", characters(16))
                    .orEmpty()
                    .secret()
                    .inDeployment(),
            new Setting("CONFAB_REQUEST_SIGNATURE", new OneOf(List.of("any", "v2"))),
            new Setting("CONFAB_TOKEN_EXPIRES_IN", new Time(Duration.ofSeconds(1), FOREVER)),
            new Setting("CONFAB_TOKEN_EXPIRES_THRESHOLD", new Time(Duration.ZERO, FOREVER)),
            new Setting("CONFAB_OIDC_ISSUER", URL).orEmpty(),
            new Setting("CONFAB_OIDC_AUDIENCE", ANY).orEmpty(),
            new Setting("CONFAB_OIDC_JWKS_URL", URL).orEmpty(),
            new Setting("CONFAB_OIDC_UID_CLAIM", text("\\S+", "the name of a claim")),
            new Setting("CONFAB_OIDC_ALGORITHM", new OneOf(List.of("RS256", "ES256"))),
            new Setting("CONFAB_OIDC_PROVISION", new Flag()),
            new Setting("CONFAB_OIDC_KEYS_INTERVAL", new Time(Duration.ZERO, Duration.ofDays(1))),
            new Setting("CONFAB_PUSH_BUDGET", new Time(Duration.ZERO, FUNCTION)),
            new Setting("CONFAB_PUSH_LEASE", new Time(Duration.ofSeconds(1), Duration.ofHours(1))),
            new Setting("CONFAB_PUSH_PATIENCE", new Time(Duration.ZERO, Duration.ofSeconds(20))),
            new Setting("CONFAB_PUSH_REACH_SECONDS", new Time(Duration.ZERO, Duration.ofDays(30))).orEmpty(),
            new Setting("CONFAB_PUSH_CONCURRENCY", new Whole(1, 1_000)),
            new Setting("CONFAB_PUSH_WEBSOCKET_ENDPOINT", URL).orEmpty(),
            new Setting("CONFAB_PUSH_SNS_IOS", PLATFORM_APPLICATION).orEmpty(),
            new Setting("CONFAB_PUSH_SNS_IOS_SANDBOX", PLATFORM_APPLICATION).orEmpty(),
            new Setting("CONFAB_PUSH_SNS_ANDROID", PLATFORM_APPLICATION).orEmpty(),
            new Setting("CONFAB_PUSH_SNS_ENDPOINT", URL).orEmpty(),
            new Setting("CONFAB_PUSH_WEBPUSH_HOSTS", PUSH_SERVICES),
            new Setting(
                            "CONFAB_PUSH_WEBPUSH_TEST_PEER",
                            text("[^\\s,]+:\\d{1,5},.+", "host:port, a comma and the path of a PEM file"))
                    .orEmpty(),
            new Setting("CONFAB_UNIPUSH_URL", URL).orEmpty(),
            new Setting("CONFAB_UNIPUSH_SECRET", characters(32)).orEmpty().secret(),
            new Setting("CONFAB_VAPID_PUBLIC_KEY", text("B[A-Za-z0-9_-]{86}", "a public key of P-256 in base64url"))
                    .orEmpty(),
            new Setting("CONFAB_VAPID_PRIVATE_KEY", text("[A-Za-z0-9_-]{43}", "a private key of P-256 in base64url"))
                    .orEmpty()
                    .secret(),
            new Setting(
                            "CONFAB_VAPID_SUBJECT",
                            text("mailto:\\S+@\\S+|https://\\S+", "a URL that begins with mailto: or https://"))
                    .orEmpty(),
            new Setting("CONFAB_FUNCTION_PREFIX", text("\\S*", "the beginning of the functions' names")).orEmpty(),
            new Setting("CONFAB_FUNCTION_ALIAS", text("[A-Za-z0-9_-]{1,128}", "an alias of the functions")).orEmpty(),
            new Setting("CONFAB_UPLOAD_MAX_BYTES", new Whole(1, LARGEST_FILE)),
            new Setting("CONFAB_UPLOAD_BYTES_PER_DAY", new Whole(0, 1L << 50)).orEmpty(),
            new Setting("CONFAB_UPLOAD_CONTENT_TYPES", TYPES),
            new Setting("CONFAB_UPLOAD_EXPIRY", new Time(Duration.ofSeconds(1), WEEK)),
            new Setting("CONFAB_UPLOAD_BUCKET", text("[A-Za-z0-9._-]{3,255}", "the name of a bucket")).orEmpty(),
            new Setting("CONFAB_UPLOAD_PUBLIC_URL", URL).orEmpty(),
            new Setting("CONFAB_UPLOAD_ENDPOINT", URL).orEmpty(),
            new Setting("CONFAB_MONGODB_URI", MONGODB).orEmpty().secret(),
            new Setting("CONFAB_MONGODB_CA", FILE).orEmpty(),
            new Setting("CONFAB_SECRET_DATABASE", SECRET).orEmpty(),
            new Setting("CONFAB_SECRET_TOKEN", SECRET).orEmpty(),
            new Setting("CONFAB_SECRET_REQUEST", SECRET).orEmpty(),
            new Setting("CONFAB_SECRET_PUSH", SECRET).orEmpty(),
            new Setting(
                    "CONFAB_MONGODB_DATABASE",
                    text("[^/\\\\. \"$]{1,63}", "a name of at most 63 characters without / \\ . \" $ and spaces")));

    private static final List<Setting> LAPTOP = List.of(
            new Setting("CONFAB_PORT", new Whole(1, 65_535)),
            new Setting("CONFAB_DATA", FILE).orEmpty(),
            new Setting("CONFAB_ALLOW_ORIGINS", ORIGINS).orEmpty(),
            new Setting("CONFAB_ALLOW_HOSTS", HOSTS).orEmpty(),
            new Setting("CONFAB_WEB_APP_ID", ANY),
            new Setting("CONFAB_WEB_LOGIN_URL", URL).orEmpty(),
            new Setting("CONFAB_WEB_FRAME_ANCESTORS", ORIGINS_OF_PAGES).orEmpty(),
            new Setting("CONFAB_LOCAL_REMOTE_DATABASE", text("(?i)true|false", "true or false")).orEmpty(),
            new Setting("CONFAB_LOCAL", new Flag()),
            new Setting("CONFAB_JAVA_OPTS", ANY).orEmpty());

    private static final List<Setting> TESTS = List.of(
            new Setting(
                    "CONFAB_LOCAL_RETRY_BACKOFF",
                    new Several(new Time(Duration.ZERO, WEEK), "one or two times from 0s to 7d, separated by commas")),
            new Setting("CONFAB_LOCAL_DUPLICATE_PERCENT", new Whole(0, 100)),
            new Setting("CONFAB_LOCAL_DUPLICATE_DELAY", new Time(Duration.ZERO, FUNCTION)),
            new Setting("CONFAB_LOCAL_FUNCTION_TIMEOUT", new Time(Duration.ofMillis(1), FUNCTION)),
            new Setting("CONFAB_LOCAL_INVOCATIONS_AT_ONCE", new Whole(1, 1_000)),
            new Setting("CONFAB_HOME", FILE),
            new Setting("CONFAB_FUZZ_SCENE", FILE));

    private static final Map<String, Setting> BY_NAME = Stream.of(OPERATOR, LAPTOP, TESTS)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));

    private Settings() {}

    /** Every setting, by the name of its environment variable. */
    public static Map<String, Setting> byName() {
        return BY_NAME;
    }

    private static Bound text(String form, String text) {
        return new Text(Pattern.compile(form, Pattern.DOTALL), text);
    }

    private static Bound characters(int min) {
        return text(".{" + min + ",}", "at least " + min + " characters");
    }
}
