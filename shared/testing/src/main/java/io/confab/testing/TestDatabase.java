package io.confab.testing;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of a test class's own, on the embedded or on the real server: one contract suite, two subclasses.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestDatabase DATABASE = TestDatabase.real();
 * }</pre>
 *
 * The class is skipped (in CI: fails) where no real server can be had.
 */
public final class TestDatabase implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
    private final boolean real;
    private final Supplier<Server> starter;
    private final List<MongoClient> clients = new ArrayList<>();
    private Server server;
    private String name;
    private MongoClient client;

    private TestDatabase(boolean real, Supplier<Server> starter) {
        this.real = real;
        this.starter = starter;
    }

    private record Server(String connectionString, Runnable stop) {}

    /** On a server in this JVM's memory. */
    public static TestDatabase embedded() {
        return new TestDatabase(false, () -> {
            EmbeddedMongo embedded = EmbeddedMongo.start();
            return new Server(embedded.connectionString(), embedded::close);
        });
    }

    /** On a real server. */
    public static TestDatabase real() {
        return new TestDatabase(true, () -> new Server(RealMongod.required().connectionString(), () -> {}));
    }

    /** On the one that the system property {@value TestSettings#DATABASE} names. */
    public static TestDatabase selected() {
        return isRealSelected() ? real() : embedded();
    }

    static boolean isRealSelected() {
        String selected = System.getProperty(TestSettings.DATABASE, "embedded");
        return switch (selected) {
            case "embedded" -> false;
            case "real" -> true;
            default -> throw new IllegalArgumentException(TestSettings.DATABASE + "=" + selected);
        };
    }

    /** A database name that no other test class, run or JVM uses. */
    static String newName(String stem) {
        String readable = stem.replaceAll("[^A-Za-z0-9]", "");
        return readable.substring(0, Math.min(24, readable.length()))
                + "_" + Long.toString(ProcessHandle.current().pid(), 36)
                + "_" + Long.toString(System.nanoTime(), 36);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return real
                ? new RequiresRealMongod.Condition().evaluateExecutionCondition(context)
                : ConditionEvaluationResult.enabled("an embedded server");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = starter.get();
        name = newName(context.getRequiredTestClass().getSimpleName());
        client = client();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            database().drop();
            clients.forEach(MongoClient::close);
            clients.clear();
            server.stop().run();
        }
    }

    public String connectionString() {
        return server.connectionString();
    }

    public String name() {
        return name;
    }

    /** Access to the database with the plain driver, for fixtures and for checking what was stored. */
    public MongoDatabase database() {
        return client.getDatabase(name);
    }

    /** A separate client, closed after the test class. */
    public MongoClient client(CommandListener... listeners) {
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(new ConnectionString(server.connectionString()));
        List.of(listeners).forEach(settings::addCommandListener);
        MongoClient made = MongoClients.create(settings.build());
        clients.add(made);
        return made;
    }
}
