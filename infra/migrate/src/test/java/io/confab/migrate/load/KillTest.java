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
import io.confab.testing.MongoCommands;
import io.confab.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An import that dies at a database command and is run again. Seen to fail when the second run takes a log that has begun for
 * an empty one.
 */
class KillTest {
    private static final int MESSAGES = 3_000;

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.real();

    @TempDir
    static Path folder;

    private static Map<String, List<String>> whole;
    private static List<String> commands;

    @BeforeAll
    static void importInOneGo() throws IOException {
        new Sample(new Sample.Size(60, 12, MESSAGES, 1), 3).write(folder);
        MongoCommands recorder = new MongoCommands();
        MongoDatabase database = DATABASE.client(recorder).getDatabase(DATABASE.name());
        importInto(database);
        commands = recorder.names();
        whole = Dumps.of(database);
        assertThat(whole.get("uni-im-msg")).hasSize(MESSAGES);
    }

    /** Before the first message; behind two of three batches; with heads and no sides. */
    @ParameterizedTest
    @CsvSource({"insert uni-im-msg,1,before", "insert uni-im-msg,2,after", "update uni-im-group,1,after"})
    void secondImport_afterADeath_leavesWhatOneInOneGoLeaves(String command, int time, String when) throws IOException {
        MongoDatabase killed = DATABASE.client().getDatabase(DATABASE.name() + "_k");
        try (ChildJvm child = ChildJvm.of(KilledImport.class)
                .with(HaltAtCommand.AT, Integer.toString(numberOf(command, time)))
                .with(HaltAtCommand.WHEN, when)
                .arguments(folder.toString(), DATABASE.connectionString(), killed.getName())
                .start()) {
            ChildJvm.Result result = child.await(Duration.ofSeconds(60));
            assertThat(result.exitCode()).as(result.output()).isEqualTo(HaltAtCommand.EXIT_CODE);
        }
        assertThat(killed.getCollection("uni-im-conversation").countDocuments()).isZero();

        importInto(killed);

        assertThat(Dumps.of(killed)).isEqualTo(whole);
        killed.drop();
    }

    private static int numberOf(String command, int time) {
        return IntStream.range(0, commands.size())
                        .filter(index -> commands.get(index).equals(command))
                        .skip(time - 1L)
                        .findFirst()
                        .orElseThrow()
                + 1;
    }

    private static void importInto(MongoDatabase database) throws IOException {
        try (Report report = new Report(Writer.nullWriter());
                Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()))) {
            new Import(database, report, silent).run(new ExportFolder(folder, report));
        }
    }
}
