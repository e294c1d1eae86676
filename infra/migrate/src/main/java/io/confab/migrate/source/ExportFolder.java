package io.confab.migrate.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import io.confab.migrate.source.ExtendedJson.NotPlainException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A folder with an export: a file {@code <collection>.json} or {@code .jsonl} for each collection, one document on each line.
 */
public final class ExportFolder {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path folder;
    private final Report report;

    /** @throws IOException if the folder has a file of none of the collections */
    public ExportFolder(Path folder, Report report) throws IOException {
        this.folder = folder;
        this.report = report;
        if (Arrays.stream(SourceFile.values()).noneMatch(file -> find(file).isPresent())) {
            throw new IOException("no <collection>.json or .jsonl of a uni-im database in " + folder);
        }
    }

    /** Handles each document. */
    public interface Reader {
        void read(Source source) throws IOException;
    }

    /** Reads a collection's documents in the order of the file; broken lines are reported. */
    public void read(SourceFile file, Reader reader) throws IOException {
        Optional<Path> path = find(file);
        if (path.isEmpty()) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(path.get())) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
                    line = line.substring(1);
                }
                if (!line.isBlank()) {
                    report.read(file);
                    Optional<Source> source = parse(file, number, line);
                    if (source.isPresent()) {
                        report.leftOut(source.get());
                        reader.read(source.get());
                    }
                }
            }
        }
    }

    private Optional<Source> parse(SourceFile file, long number, String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (!json.isObject()) {
                report.notTaken(file, number, "", Reason.BROKEN_LINE, "no JSON object");
                return Optional.empty();
            }
            return Optional.of(new Source(file, number, (ObjectNode) ExtendedJson.plain(json)));
        } catch (NotPlainException e) {
            report.notTaken(file, number, "", Reason.NOT_STORABLE, e.getMessage());
        } catch (JsonProcessingException e) {
            report.notTaken(file, number, "", Reason.BROKEN_LINE, "no JSON");
        }
        return Optional.empty();
    }

    /** The collection's file, if there is one. */
    public Optional<Path> find(SourceFile file) {
        return Arrays.asList(".jsonl", ".json").stream()
                .map(extension -> folder.resolve(file.collection() + extension))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
