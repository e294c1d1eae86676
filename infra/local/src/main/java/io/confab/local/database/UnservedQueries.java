package io.confab.local.database;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Says once for each shape of query that no index serves it, if there is so much to read that it is felt. */
final class UnservedQueries {
    private static final Logger LOG = Logger.getLogger(UnservedQueries.class);
    private static final int FELT = 2_000;
    private static final int MAX_SHAPES = 100;

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    void report(String collection, long documents, Document query) {
        if (documents < FELT || query.isEmpty() || said.size() >= MAX_SHAPES) {
            return;
        }
        String shape = collection + " " + names(query);
        if (said.add(shape)) {
            LOG.warnf("The embedded database reads all of a collection, for want of an index: %s", shape);
        }
    }

    /** The names in a query, without its values. */
    private static String names(Object value) {
        if (value instanceof Document document) {
            return document.entrySet().stream()
                    .map(entry -> entry.getKey() + names(entry.getValue()))
                    .collect(Collectors.joining(", ", " {", "}"));
        }
        if (value instanceof Collection<?> list) {
            return new TreeSet<>(list.stream().map(UnservedQueries::names).toList()).toString();
        }
        return "";
    }
}
