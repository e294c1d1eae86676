package io.confab.edge.observe;

import io.confab.domain.config.ConfabConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Lets a deployed function log JSON; elsewhere the log is for people. */
@Singleton
class LogForm {
    private static final int FIRST = 1;

    private final boolean isDeployed;
    private final InvocationKeys keys;

    LogForm(ConfabConfig config, InvocationKeys keys) {
        this.isDeployed = config.functionPrefix().isPresent();
        this.keys = keys;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        if (isDeployed) {
            setForm(Logger.getLogger("").getHandlers());
        }
    }

    private void setForm(Handler[] handlers) {
        for (Handler handler : handlers) {
            if (handler instanceof ConsoleHandler) {
                handler.setFormatter(new JsonLines(keys));
            } else if (handler instanceof ExtHandler several) {
                setForm(several.getHandlers());
            }
        }
    }
}
