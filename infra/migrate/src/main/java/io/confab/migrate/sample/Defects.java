package io.confab.migrate.sample;

import static io.confab.migrate.sample.Lines.object;
import static io.confab.migrate.sample.Lines.time;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Documents that cannot be taken, the same number of each kind; none of them changes what users should see. */
final class Defects {
    private static final String NOBODY = "nobody";

    private final Path folder;
    private final SampleChats chats;
    private final int each;

    Defects(Path folder, SampleChats chats, int each) {
        this.folder = folder;
        this.chats = chats;
        this.each = each;
    }

    void write() throws IOException {
        for (int number = 0; number < each; number++) {
            Lines messages = chats.messages();
            messages.write("{\"_id\":\"cut" + number + "\",\"from_");
            messages.write(message().put("to_uid", NOBODY));
            messages.write(message().put("group_id", NOBODY));
            messages.write(message().put("to_uid", Sample.uid(0)));
            messages.write(message().put("to_uid", Sample.uid(1)).put("group_id", Sample.groupId(0)));
            messages.write(message().put("to_uid", Sample.uid(1)).put("type", "hologram"));
            messages.write(message().put("to_uid", Sample.uid(1)).put("body", "x".repeat(50_000)));
            ObjectNode timeless = message().put("to_uid", Sample.uid(1));
            timeless.remove("create_time");
            messages.write(timeless);
            ObjectNode binary = message().put("to_uid", Sample.uid(1));
            binary.putObject("body").put("$binary", "AA==");
            messages.write(binary);
            chats.members().write(member(number + "x").put("group_id", NOBODY).put("user_id", Sample.uid(0)));
            chats.members()
                    .write(member(number + "y")
                            .put("group_id", Sample.groupId(0))
                            .put("user_id", NOBODY));
            chats.sides().write(side().put("group_id", NOBODY));
            chats.sides().write(side().put("friend_uid", NOBODY));
            append("uni-im-friend", friend("x" + number, NOBODY));
        }
        if (each > 0) {
            repeatFirstLine("uni-im-friend");
        }
    }

    private ObjectNode message() {
        ObjectNode message = object().put("_id", chats.nextId())
                .put("from_uid", Sample.uid(0))
                .put("type", "text")
                .put("body", "lost");
        message.set("create_time", time(Sample.BEGINNING));
        return message;
    }

    private static ObjectNode member(String id) {
        return object().put("_id", "member" + id).put("mute_type", 0);
    }

    private ObjectNode side() {
        return object().put("_id", chats.nextId()).put("user_id", Sample.uid(0)).put("unread_count", 1);
    }

    private static ObjectNode friend(String id, String friendUid) {
        return object().put("_id", "friend" + id).put("user_id", Sample.uid(0)).put("friend_uid", friendUid);
    }

    /** The same pair under new ids. */
    private void repeatFirstLine(String collection) throws IOException {
        String first;
        try (var lines = Files.lines(folder.resolve(collection + ".json"))) {
            first = lines.findFirst().orElseThrow();
        }
        for (int number = 0; number < each; number++) {
            appendLine(collection, first.replace("\"_id\":\"friend", "\"_id\":\"again" + number + "friend"));
        }
    }

    private void append(String collection, ObjectNode document) throws IOException {
        appendLine(collection, Lines.text(document));
    }

    private void appendLine(String collection, String line) throws IOException {
        Files.writeString(folder.resolve(collection + ".json"), line + "\n", StandardOpenOption.APPEND);
    }
}
