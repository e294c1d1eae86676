package io.confab.bench.database;

import java.util.List;

/**
 * What the methods asked of the database between two moments.
 *
 * @param statements in the order of their ending; a bulk write is one command and appears as several statements
 * @param bulked how many statements fewer commands there were than statements
 */
public record Window(List<TracedCommand> statements, int bulked) {

    public int commands() {
        return statements.size() - bulked;
    }
}
