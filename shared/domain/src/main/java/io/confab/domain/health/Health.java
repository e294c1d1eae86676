package io.confab.domain.health;

import java.util.OptionalLong;

/**
 * Whether this system can be used.
 *
 * @param build the version of the code that answers
 * @param schema the version of the database's schema; 0 if it has none, or could not be read
 * @param schemaComplete whether that is enough for this code
 * @param databaseAnswers whether the database carried out the last look
 * @param triggerAge for how many milliseconds the oldest row of {@code confab-inbox} has been waiting on which no trigger works
 */
public record Health(
        String build, int schema, boolean schemaComplete, boolean databaseAnswers, OptionalLong triggerAge) {

    /** Whether methods that store something are carried out. */
    public boolean isReady() {
        return schemaComplete && databaseAnswers;
    }
}
