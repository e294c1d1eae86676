package io.confab.testing;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Records every command that the driver sends, {@code getMore} and retries included; not the driver's own housekeeping.
 * A bean wherever this module is on a Quarkus application's class path: inject it, {@link #reset()} it, call, and count.
 * Thread-safe.
 */
@Singleton
public class MongoCommands implements CommandListener {
    /** Sent by the driver on its own account. */
    public static final Set<String> HOUSEKEEPING = Set.of(
            "hello",
            "ismaster",
            "isMaster",
            "ping",
            "endSessions",
            "saslStart",
            "saslContinue",
            "authenticate",
            "buildInfo");

    private final List<Command> commands = new CopyOnWriteArrayList<>();

    /**
     * A command as sent.
     *
     * @param name such as {@code find}, {@code insert}, {@code findAndModify}
     * @param collection empty when the command names none
     */
    public record Command(String name, String collection, BsonDocument document) {
        @Override
        public String toString() {
            return collection.isEmpty() ? name : name + " " + collection;
        }
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        String name = event.getCommandName();
        if (!HOUSEKEEPING.contains(name)) {
            commands.add(new Command(name, collection(event), event.getCommand().clone()));
        }
    }

    public int count() {
        return commands.size();
    }

    /** What was sent, in order, as {@code "<command> <collection>"}. */
    public List<String> names() {
        return commands.stream().map(Command::toString).toList();
    }

    public List<Command> commands() {
        return List.copyOf(commands);
    }

    public void reset() {
        commands.clear();
    }

    private static String collection(CommandStartedEvent event) {
        String key = event.getCommandName().equals("getMore") ? "collection" : event.getCommandName();
        BsonValue value = event.getCommand().get(key);
        return value != null && value.isString() ? value.asString().getValue() : "";
    }
}
