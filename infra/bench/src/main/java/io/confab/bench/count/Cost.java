package io.confab.bench.count;

import io.confab.bench.database.TracedCommand;
import io.confab.bench.database.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The database commands of one call.
 *
 * @param statements those of the method itself, in order
 * @param commands the number of these commands: a bulk write is one
 * @param afterwards the number of statements that followed from the call (invocations, triggers)
 */
public record Cost(List<TracedCommand> statements, int commands, int afterwards) {

    /**
     * Separates the method's own commands from those that follow from it: the method sends no command after its reply, and the
     * known commands of an invocation are subtracted once.
     */
    public static Cost of(Window window, long repliedMillis, Cost inItsWake) {
        List<String> known = new ArrayList<>(
                inItsWake.statements.stream().map(TracedCommand::shape).toList());
        List<TracedCommand> own = new ArrayList<>();
        for (TracedCommand statement : window.statements()) {
            if (statement.timeMillis() > repliedMillis) {
                known.remove(statement.shape());
            } else {
                own.add(statement);
            }
        }
        for (int i = own.size() - 1; i >= 0; i--) {
            if (known.remove(own.get(i).shape())) {
                own.remove(i);
            }
        }
        int bulkedInItsWake = inItsWake.statements.size() - inItsWake.commands;
        int bulked = Math.max(0, window.bulked() - bulkedInItsWake);
        return new Cost(own, own.size() - bulked, window.statements().size() - own.size());
    }

    public static Cost none() {
        return new Cost(List.of(), 0, 0);
    }

    public long documents() {
        return statements.stream().mapToLong(TracedCommand::documents).sum();
    }

    public long bytes() {
        return statements.stream().mapToLong(TracedCommand::bytes).sum();
    }

    public long keys() {
        return statements.stream().mapToLong(TracedCommand::keys).sum();
    }
}
