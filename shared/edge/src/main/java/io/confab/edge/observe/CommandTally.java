package io.confab.edge.observe;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import jakarta.inject.Singleton;

/**
 * Counts the commands that are sent to the database, not what the driver sends when it closes a client. Quarkus adds every
 * listener that it finds to the client; adding this one by hand would count twice.
 */
@Singleton
class CommandTally implements CommandListener {
    private static final String HOUSEKEEPING = "endSessions";

    private final Tally tally;

    CommandTally(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (!event.getCommandName().equals(HOUSEKEEPING)) {
            tally.add(Metric.COMMANDS);
        }
    }
}
