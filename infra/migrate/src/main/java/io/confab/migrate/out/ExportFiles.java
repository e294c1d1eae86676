package io.confab.migrate.out;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A folder with a file for each collection, one document on each line; counts the documents. */
final class ExportFiles implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, BufferedWriter> files = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();

    /** @throws FileAlreadyExistsException if the folder exists and is not empty, so that exports are not mixed */
    ExportFiles(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        try (var content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new FileAlreadyExistsException(folder.toString(), null, "not empty");
            }
        }
    }

    void write(String collection, JsonNode document) throws IOException {
        BufferedWriter out = files.get(collection);
        if (out == null) {
            out = Files.newBufferedWriter(folder.resolve(collection + ".jsonl"));
            files.put(collection, out);
        }
        out.write(JSON.writeValueAsString(document));
        out.newLine();
        counts.merge(collection, 1L, Long::sum);
    }

    /** Documents written, by collection. */
    Map<String, Long> counts() {
        return counts;
    }

    @Override
    public void close() throws IOException {
        for (BufferedWriter out : files.values()) {
            out.close();
        }
    }
}
