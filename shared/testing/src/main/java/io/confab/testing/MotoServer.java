package io.confab.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Services of AWS in a process of Python's package {@code moto}, for the real SDK clients. pip puts it into the project's cache
 * folder, once. Where that is impossible, tests are skipped; in CI they fail.
 */
public final class MotoServer implements AutoCloseable {
    private static final String REQUIREMENT = "moto[server]==5.2.5";
    private static final Path HOME = Path.of(System.getProperty("user.home"), ".cache", "confab", "moto-5.2.5");
    private static final int INSTALL_MINUTES = 8;
    private static final int START_SECONDS = 40;

    private final Process process;
    private final int port;

    private MotoServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one, or skips the test that asks for it. */
    public static MotoServer start() throws IOException, InterruptedException {
        try {
            return started();
        } catch (IOException e) {
            if (RealMongod.isCi()) {
                throw e;
            }
            Assumptions.abort("no moto server: " + e.getMessage());
            throw e;
        }
    }

    private static MotoServer started() throws IOException, InterruptedException {
        installed();
        int port = FreePort.find();
        ProcessBuilder builder =
                new ProcessBuilder("python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", Integer.toString(port));
        builder.environment().put("PYTHONPATH", HOME.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        for (int tenths = 0; tenths < START_SECONDS * 10; tenths++) {
            if (!process.isAlive()) {
                throw new IOException("it ended with " + process.exitValue());
            }
            if (answers(port)) {
                return new MotoServer(process, port);
            }
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new IOException("it does not listen");
    }

    /** Several JVMs may ask at once: one installs, the others wait for it. */
    private static void installed() throws IOException, InterruptedException {
        Files.createDirectories(HOME.getParent());
        Path marker = HOME.resolve("installed");
        Path lockFile = HOME.resolveSibling("moto.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(marker)) {
                run(List.of(
                        "python3",
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "--upgrade",
                        "--target",
                        HOME.toString(),
                        REQUIREMENT));
                Files.createFile(marker);
            }
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("pip could not install " + REQUIREMENT);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The settings of the SDK with which its clients talk to it, as system properties. */
    public Map<String, String> sdkProperties() {
        return Map.of(
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-central-1");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
