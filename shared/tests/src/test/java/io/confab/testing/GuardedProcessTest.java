package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {
    @TempDir
    Path folder;

    /** Starts a long-running child, prints its process id, and halts. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Path data = Files.createDirectory(Path.of(arguments[0]));
            Path output = Files.createTempFile("confab-guarded", ".log");
            GuardedProcess.start(List.of("/bin/sh", "-c", "echo $$; exec sleep 60"), data, output);
            String pid = "";
            while (pid.isBlank()) {
                Thread.sleep(20);
                pid = Files.readString(output).strip();
            }
            Files.delete(output);
            System.out.println("child=" + pid);
            Runtime.getRuntime().halt(HaltAtCommand.EXIT_CODE);
        }
    }

    @Test
    void guarded_parentHalts_childAndFolderAreGone() {
        Path data = folder.resolve("data");

        ChildJvm.Result result;
        try (ChildJvm parent =
                ChildJvm.of(Parent.class).arguments(data.toString()).start()) {
            result = parent.await(Duration.ofSeconds(30));
        }

        long pid = Long.parseLong(result.output().strip().replace("child=", ""));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                        .isEmpty());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(data).doesNotExist());
    }

    @Test
    void terminate_commandThatTakesItsTime_endsByItself() throws Exception {
        Path output = folder.resolve("output.log");
        String command = "trap 'echo stopping; exit 7' TERM; echo ready; while :; do sleep 0.05; done";
        try (GuardedProcess process = GuardedProcess.start(List.of("/bin/sh", "-c", command), null, output)) {
            await().until(() -> Files.readString(output).contains("ready"));

            process.terminate();

            assertThat(process.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitCode()).isEqualTo(7);
            assertThat(Files.readString(output)).contains("stopping");
        }
    }
}
