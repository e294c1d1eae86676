package io.confab.domain.schema;

import io.confab.domain.storage.Index;
import java.util.List;

/**
 * How a database differs from the schema of this build.
 *
 * @param version the version that the database has
 * @param missing indexes that do not exist
 * @param different indexes that exist with other options; they are never replaced, because that begins with a drop
 * @param extra indexes that this build does not know, in collections that it knows; they only cost writes
 * @param duplicates values that are in the way of a missing unique index
 * @param changeStreams of Amazon DocumentDB
 */
public record SchemaReport(
        int version,
        List<Index> missing,
        List<Different> different,
        List<Extra> extra,
        List<Duplicate> duplicates,
        ChangeStreams.State changeStreams) {

    public record Different(Index wanted, StoredIndex stored) {}

    public record Extra(String collection, StoredIndex stored) {}

    /**
     * Documents with the same value of a field that is to be unique.
     *
     * @param value as JSON; {@code null} also for documents without the field
     * @param documents how many there are
     * @param ids of two of them, as JSON
     */
    public record Duplicate(Index index, String value, long documents, List<String> ids) {}

    /** Whether all indexes exist as they should. */
    public boolean hasAllIndexes() {
        return missing.isEmpty() && different.isEmpty();
    }

    /** Whether a process of this build may store something. */
    public boolean isComplete() {
        return hasAllIndexes() && version >= SchemaVersion.CURRENT;
    }
}
