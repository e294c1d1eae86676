package io.confab.local.database;

import de.bwaldvogel.mongo.bson.Document;
import io.confab.local.database.index.Place;
import io.confab.local.database.store.DurableMap;
import io.confab.local.database.store.DurableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;

/**
 * The file as the library's own H2 backend writes it, with one map of serialised documents for each collection. Its documents
 * are copied to a file of the present format, which then takes its place by one move: a kill before that leaves the old file.
 * Its indexes are not copied: they are made anew from their descriptions, which are documents.
 */
final class FormerFormat {
    private static final String DOCUMENTS = "databases.";
    private static final int DOCUMENTS_A_CHANGE = 500;

    private FormerFormat() {}

    /** Replaces the file if it has the former format; otherwise it stays as it is. */
    static void replace(Path file) {
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                return;
            }
            MVStoreTool.compactCleanUp(file.toString());
            try (MVStore former =
                    new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
                List<String> names = former.getMapNames().stream()
                        .filter(name -> name.startsWith(DOCUMENTS))
                        .toList();
                if (names.isEmpty()) {
                    return;
                }
                Path copy = file.resolveSibling(file.getFileName() + ".new");
                deleteUnfinished(copy);
                copy(former, names, copy);
                Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot renew " + file, e);
        }
    }

    private static void copy(MVStore former, List<String> names, Path file) {
        try (DurableStore store = DurableStore.open(file)) {
            for (String name : names) {
                MVMap<Object, Document> from = former.openMap(name);
                DurableMap to = store.map(EmbeddedDatabase.DOCUMENTS + name.substring(DOCUMENTS.length()));
                Iterator<Object> ids = from.keyIterator(null);
                while (ids.hasNext()) {
                    store.changing(() -> {
                        for (int i = 0; i < DOCUMENTS_A_CHANGE && ids.hasNext(); i++) {
                            Object id = ids.next();
                            to.put(Place.of(id).bytes(), Bson.encode(from.get(id)));
                        }
                        return null;
                    });
                }
            }
        }
    }

    private static void deleteUnfinished(Path copy) throws IOException {
        String name = copy.getFileName().toString();
        try (Stream<Path> siblings = Files.list(copy.toAbsolutePath().getParent())) {
            for (Path left : siblings.filter(
                            sibling -> sibling.getFileName().toString().startsWith(name))
                    .toList()) {
                Files.delete(left);
            }
        }
    }
}
