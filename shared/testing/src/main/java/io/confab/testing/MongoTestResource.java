package io.confab.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives every {@code @QuarkusTest} a database and secrets without an annotation: it is found as a service. The system
 * property {@value TestSettings#DATABASE}, or the test profile {@link RealDatabase}, chooses the server.
 */
public final class MongoTestResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedMongo embedded;
    private boolean real = TestDatabase.isRealSelected();

    @Override
    public void setContext(Context context) {
        real = real || RealDatabase.class.getName().equals(context.testProfile());
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.mongodb.connection-string",
                connectionString(),
                "quarkus.mongodb.database",
                TestDatabase.newName("quarkus"),
                // A test calls from many threads at once, an instance of Lambda does not.
                "quarkus.mongodb.max-pool-size",
                "5",
                "confab.token-secret",
                TestSettings.TOKEN_SECRET,
                "confab.request-auth-secret",
                TestSettings.REQUEST_AUTH_SECRET);
    }

    private String connectionString() {
        if (real) {
            return RealMongod.shared()
                    .orElseThrow(() ->
                            new IllegalStateException("no real MongoDB server: " + RealMongod.unavailableBecause()))
                    .connectionString();
        }
        embedded = EmbeddedMongo.start();
        return embedded.connectionString();
    }

    @Override
    public void stop() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
