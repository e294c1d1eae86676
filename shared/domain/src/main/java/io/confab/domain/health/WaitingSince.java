package io.confab.domain.health;

import io.confab.domain.intake.IntakeRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bson.BsonValue;

/**
 * Since when rows of {@code confab-inbox} wait: by the time in their ids, if these are ObjectIds, or when they were first tried;
 * another row has been waiting since this process first saw it.
 */
final class WaitingSince {
    private Map<BsonValue, Long> seen = Map.of();

    /** How long the oldest has been waiting; empty if none waits. Forgets all other rows. */
    OptionalLong age(List<IntakeRow> rows, long now) {
        Map<BsonValue, Long> still = new HashMap<>();
        rows.forEach(row -> still.put(row.id, Math.min(since(row), seen.getOrDefault(row.id, now))));
        seen = still;
        return still.values().stream()
                .mapToLong(since -> Math.max(0, now - since))
                .max();
    }

    private static long since(IntakeRow row) {
        long inserted =
                row.id.isObjectId() ? row.id.asObjectId().getValue().getDate().getTime() : Long.MAX_VALUE;
        return Math.min(inserted, row.time == null ? Long.MAX_VALUE : row.time);
    }
}
