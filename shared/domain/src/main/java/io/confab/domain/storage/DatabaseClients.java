package io.confab.domain.storage;

import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import io.confab.domain.secret.Secrets;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.arc.InjectableContext;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.mongodb.runtime.MongoClients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Surrounds each invocation of a function: renews the secrets before it, and when the database's has changed, replaces the
 * client, whose login is part of it. The old client is closed at once, so its connections do not outlive it; that is why it is
 * done between invocations. Connections that are open keep working when a password changes, so nothing is lost by waiting.
 */
@Singleton
public class DatabaseClients {
    private static final Logger LOG = Logger.getLogger(DatabaseClients.class);
    /** Counts clients, so that handles of an old one are not used. */
    private static volatile int generation;

    private final Secrets secrets;
    private Optional<String> address;

    DatabaseClients(Secrets secrets) {
        this.secrets = secrets;
        this.address = secrets.fromSource(Secrets.DATABASE);
    }

    static int generation() {
        return generation;
    }

    /** Runs an invocation with secrets that are new enough; an exception passes, and is looked at. */
    public <T> T invocation(Supplier<T> body) {
        secrets.renew();
        replaceIfChanged();
        try {
            return body.get();
        } catch (RuntimeException e) {
            if (isRefusedLogin(e)) {
                secrets.loginWasRefused();
            }
            throw e;
        }
    }

    private synchronized void replaceIfChanged() {
        Optional<String> now = secrets.fromSource(Secrets.DATABASE);
        if (now.equals(address)) {
            return;
        }
        LOG.info("the secret of the database has changed: connecting again");
        close();
        address = now;
    }

    /** Ends all connections, between two invocations; the next command opens new ones. Waits for a {@link FirstLook}. */
    public synchronized void close() {
        ArcContainer arc = Arc.container();
        try (InstanceHandle<MongoClient> handle = arc.instance(MongoClient.class)) {
            InjectableContext clients = arc.getActiveContext(ApplicationScoped.class);
            MongoClient client = clients.get(handle.getBean());
            if (client != null) {
                FirstLook.await(client);
                clients.destroy(handle.getBean());
            }
        }
        arc.instance(MongoClients.class).destroy();
        generation++;
    }

    private static boolean isRefusedLogin(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoSecurityException) {
                return true;
            }
        }
        return false;
    }
}
