package io.confab.migrate.source;

import io.confab.migrate.origin.Source;
import io.confab.migrate.source.ExternalSort.Sorted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads sorted documents by the first part of their keys: all documents of one conversation, or of one user, at a time. */
public final class Groups {
    /** Ends the first part of a key; no id contains it. */
    public static final char END = '\u0000';

    private final Iterator<Sorted> documents;
    private Sorted next;

    public Groups(Iterator<Sorted> documents) {
        this.documents = documents;
        advance();
    }

    /** A key: its first part, and the part that orders the documents within it. */
    public static String key(String first, String... rest) {
        return first + END + String.join(String.valueOf(END), rest);
    }

    /** A time as text that sorts as the number does. */
    public static String sortable(long time) {
        return String.format("%020d", time);
    }

    /** The next first part; empty at the end. */
    public Optional<String> peek() {
        return Optional.ofNullable(next).map(sorted -> first(sorted.key()));
    }

    /** The next document, if its key begins with this first part. */
    public Optional<Source> takeOne(String first) {
        if (!peek().filter(first::equals).isPresent()) {
            return Optional.empty();
        }
        Source taken = next.source();
        advance();
        return Optional.of(taken);
    }

    /** All documents with this first part, which must not come after {@link #peek}. */
    public List<Source> take(String first) {
        List<Source> taken = new ArrayList<>();
        for (Optional<Source> one = takeOne(first); one.isPresent(); one = takeOne(first)) {
            taken.add(one.get());
        }
        return taken;
    }

    private void advance() {
        next = documents.hasNext() ? documents.next() : null;
    }

    private static String first(String key) {
        return key.substring(0, key.indexOf(END));
    }
}
