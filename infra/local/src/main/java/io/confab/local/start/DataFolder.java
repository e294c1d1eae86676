package io.confab.local.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The data folder. One process at a time locks it; the lock ends with the process. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** @throws StartProblem if it cannot be written, or another process has locked it */
    static DataFolder take(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lockFile =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                lockFile.close();
                throw new StartProblem("The data folder " + path + " is in use by another Confab: stop that one, or"
                        + " choose another folder with CONFAB_DATA.");
            }
            return new DataFolder(path, lockFile);
        } catch (IOException e) {
            throw new StartProblem("The data folder " + path + " cannot be written: make it writable for you, or choose"
                    + " another folder with CONFAB_DATA.");
        }
    }

    Path databaseFile() {
        return path.resolve("database.mv");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
