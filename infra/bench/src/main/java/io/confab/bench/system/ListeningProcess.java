package io.confab.bench.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Finds the process that listens on a port, from {@code /proc}. */
final class ListeningProcess {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private ListeningProcess() {}

    static OptionalLong find(int port) {
        try {
            String inode = inode(PROC.resolve("net/tcp"), port);
            if (inode == null) {
                inode = inode(PROC.resolve("net/tcp6"), port);
            }
            return inode == null ? OptionalLong.empty() : owner("socket:[" + inode + "]");
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static String inode(Path table, int port) throws IOException {
        String suffix = ":%04X".formatted(port);
        for (String line : Files.readAllLines(table)) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING)) {
                return fields[9];
            }
        }
        return null;
    }

    private static OptionalLong owner(String socket) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process.resolve("fd"), socket)) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean holds(Path descriptors, String socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that has just ended.
            return false;
        }
        return false;
    }
}
