package io.confab.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseToolTest {
    private static final String PASSWORD = "s3cr3tpw";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.embedded();

    private record Answer(int code, String out, String err) {}

    @BeforeEach
    void empty() {
        DATABASE.database().drop();
    }

    @Test
    void apply_emptyDatabase_saysEachIndexAndMakesItReady() {
        assertThat(at("check").code()).isEqualTo(DatabaseTool.NOT_READY);
        assertThat(at("check").out()).contains("missing     uni-im-msg (seq_key) unique\n", "not ready: version 0");

        Answer applied = at("apply");

        assertThat(applied.code()).isEqualTo(DatabaseTool.READY);
        assertThat(applied.out()).isEqualTo("ready: version 1\n");
        assertThat(applied.err()).contains(" 1 of ", "uni-im-msg (seq_key) unique, about 0 documents: created, 0.");
        assertThat(at("check").out()).isEqualTo("ready: version 1\n");
        assertThat(at("apply").err()).contains(": exists, ").doesNotContain(": created");
    }

    @Test
    void apply_duplicates_areListedAndNothingIsDropped() {
        DATABASE.database()
                .getCollection("uni-im-msg")
                .insertMany(List.of(
                        new Document("_id", "a").append("seq_key", "c#1").append("send_key", "1"),
                        new Document("_id", "b").append("seq_key", "c#1").append("send_key", "2")));

        Answer applied = at("apply");

        assertThat(applied.code()).isEqualTo(DatabaseTool.NOT_READY);
        assertThat(applied.out())
                .contains(
                        "missing     uni-im-msg (seq_key) unique\n",
                        "duplicates  uni-im-msg (seq_key) unique = \"c#1\": 2 documents, such as \"a\" and \"b\"\n");
        assertThat(applied.err()).contains("duplicates are in the way");
        assertThat(DATABASE.database().getCollection("uni-im-msg").countDocuments())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://admin:s3cr3tpw@",
                "mongodb://admin:s3cr3tpw",
                "mongodb://admin:s3cr3tpw/x@127.0.0.1/",
                "mongodb://admin:1/s3cr3tpw@127.0.0.1/",
                "mongodb://admin:s3cr3tpw@@127.0.0.1:1/",
                "mongodb://admin:s3cr3tpw:x@127.0.0.1:1/",
                "mongodb://admin:$s3cr3tpw%@127.0.0.1:1/",
                "mongodb+srv://admin:s3cr3tpw@a.b.invalid:1/",
                "postgres://admin:s3cr3tpw@127.0.0.1/",
                "admin:s3cr3tpw@127.0.0.1"
            })
    void address_thatCannotBeUsed_isRefusedWithoutThePassword(String uri) {
        Answer answer = run("check", "--uri", uri);

        assertThat(answer.code()).isEqualTo(DatabaseTool.WRONG_USAGE);
        assertThat(answer.err()).isNotBlank().doesNotContain(PASSWORD);
        assertThat(answer.out()).doesNotContain(PASSWORD);
    }

    @Test
    void address_givenWithoutItsOption_isNotRepeated() {
        Answer answer = run("check", "mongodb://admin:" + PASSWORD + "@127.0.0.1/");

        assertThat(answer.code()).isEqualTo(DatabaseTool.WRONG_USAGE);
        assertThat(answer.err() + answer.out()).doesNotContain(PASSWORD).contains("--uri");
    }

    private static Answer at(String command) {
        return run(command, "--uri", DATABASE.connectionString(), "--database", DATABASE.name());
    }

    private static Answer run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = DatabaseTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Answer(code, out.toString(), err.toString());
    }
}
