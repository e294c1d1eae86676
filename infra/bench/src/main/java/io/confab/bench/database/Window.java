package io.confab.bench.database;

import java.util.List;

/**
 * The database commands of methods between two moments.
 *
 * @param statements in the order in which they ended; a bulk write is one command with several statements
 * @param bulked the number of statements less the number of commands
 */
public record Window(List<TracedCommand> statements, int bulked) {

    public int commands() {
        return statements.size() - bulked;
    }
}
