package io.confab.testing;

/** The settings under which every test runs. */
public final class TestSettings {
    /** Signs and verifies the tokens of {@link Tokens}. */
    public static final String TOKEN_SECRET = "confab-test-token-secret-0123456789abcdef";

    /** Signs the requests of {@link SignedRequest}. */
    public static final String REQUEST_AUTH_SECRET = "confab-test-request-secret-0123456789abcdef";

    /** System property: {@code embedded} (default) or {@code real}, the database of a {@code @QuarkusTest}. */
    public static final String DATABASE = "confab.test.database";

    /** System property, or environment {@code CONFAB_TEST_MONGOD_URI}: a running replica set to use instead of starting one. */
    public static final String MONGOD_URI = "confab.test.mongod.uri";

    private TestSettings() {}
}
