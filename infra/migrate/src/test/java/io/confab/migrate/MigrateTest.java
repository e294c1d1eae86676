package io.confab.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.migrate.report.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateTest {
    @TempDir
    Path folder;

    @Test
    void commandLine_withoutDatabase_isWrongUsage() {
        assertThat(Migrate.run("import", folder.toString())).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"import", "verify", "export", "erase", "sample"})
    void everyCommand_askedForHelp_givesIt(String command) {
        assertThat(Migrate.run(command, "--help")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void erase_withoutYes_isWrongUsage() {
        assertThat(Migrate.run("erase", "--at", "mongodb://127.0.0.1:1", "--user", "u"))
                .isEqualTo(2);
    }

    @Test
    void import_withoutDatabaseServer_couldNot() {
        Migrate.run("sample", folder.toString(), "--users", "5", "--groups", "1", "--messages", "5");
        String nowhere = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100";

        int code = Migrate.run(
                "import",
                folder.toString(),
                "--to",
                nowhere,
                "--report",
                folder.resolve("r").toString());

        assertThat(code).isEqualTo(ExitCode.COULD_NOT);
    }

    @Test
    void sample_ofTheSameSeed_isTheSame() throws Exception {
        for (String name : new String[] {"one", "two"}) {
            assertThat(Migrate.run(
                            "sample",
                            folder.resolve(name).toString(),
                            "--users",
                            "20",
                            "--groups",
                            "3",
                            "--messages",
                            "50"))
                    .isEqualTo(ExitCode.DONE);
        }

        assertThat(Files.mismatch(folder.resolve("one/uni-im-msg.json"), folder.resolve("two/uni-im-msg.json")))
                .isEqualTo(-1);
    }
}
