package io.confab.migrate.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.confab.migrate.Dumps;
import io.confab.migrate.report.Progress;
import io.confab.migrate.report.Report;
import io.confab.migrate.sample.Sample;
import io.confab.migrate.source.ExportFolder;
import io.confab.testing.ChildJvm;
import io.confab.testing.HaltAtCommand;
import io.confab.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An import that dies at a database command and is run again. Seen to fail when the placer stores a batch unordered (holes) and
 * when it takes a log that has begun for an empty one (refused by {@code seq_key}).
 */
class KillTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.real();

    @TempDir
    Path folder;

    private Map<String, List<String>> whole;

    @BeforeEach
    void importInOneGo() throws IOException {
        new Sample(new Sample.Size(80, 8, 3_000, 1), 3).write(folder);
        DATABASE.database().drop();
        importInto(DATABASE.database());
        whole = Dumps.of(DATABASE.database());
        assertThat(whole.get("uni-im-msg")).hasSize(3_000);
    }

    @ParameterizedTest
    @CsvSource({"1,before", "15,after", "24,before", "30,after", "34,before", "38,after", "41,after"})
    void secondImport_afterADeath_leavesWhatOneInOneGoLeaves(int command, String when) throws IOException {
        MongoDatabase killed = DATABASE.client().getDatabase(DATABASE.name() + "_" + command);
        killed.drop();
        try (ChildJvm child = ChildJvm.of(KilledImport.class)
                .with(HaltAtCommand.AT, Integer.toString(command))
                .with(HaltAtCommand.WHEN, when)
                .arguments(folder.toString(), DATABASE.connectionString(), killed.getName())
                .start()) {
            ChildJvm.Result result = child.await(Duration.ofSeconds(60));
            assertThat(result.exitCode()).as(result.output()).isEqualTo(HaltAtCommand.EXIT_CODE);
        }
        long numbered = killed.getCollection("uni-im-msg").countDocuments(new Document());

        importInto(killed);

        assertThat(Dumps.of(killed)).isEqualTo(whole);
        assertThat(numbered).isLessThanOrEqualTo(3_000);
        killed.drop();
    }

    private void importInto(MongoDatabase database) throws IOException {
        try (Report report = new Report(Writer.nullWriter());
                Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()))) {
            new Import(database, report, silent).run(new ExportFolder(folder, report));
        }
    }
}
