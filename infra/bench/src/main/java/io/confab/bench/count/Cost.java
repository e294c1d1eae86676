package io.confab.bench.count;

import io.confab.bench.database.TracedCommand;
import io.confab.bench.database.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * What one call asked of the database.
 *
 * @param statements the method's own, in order
 * @param commands how many commands those were: a bulk write is one
 * @param afterwards how many statements others did in its wake (invocations, triggers)
 */
public record Cost(List<TracedCommand> statements, int commands, int afterwards) {

    /**
     * Tells a method's own commands from those in its wake: nothing of its own comes after its reply, and what an
     * invocation is known to do is taken off once.
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

    public long keys() {
        return statements.stream().mapToLong(TracedCommand::keys).sum();
    }
}
