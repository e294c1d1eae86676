package io.confab.migrate.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.inbox.ConversationListRequest;
import io.confab.domain.message.Message;
import io.confab.domain.schema.Schema;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.migrate.Dumps;
import io.confab.migrate.load.Import;
import io.confab.migrate.report.Progress;
import io.confab.migrate.report.Report;
import io.confab.migrate.source.ExportFolder;
import io.confab.testing.Chats;
import io.confab.testing.Users;
import io.confab.wire.ConversationJson;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class WayOutTest {
    private static final long FAR_FUTURE = 4_102_444_800_000L;

    @Inject
    MongoClient client;

    @Inject
    Schema schema;

    @Inject
    Chats chats;

    @Inject
    Erasure erasure;

    @Inject
    ConversationList lists;

    @ConfigProperty(name = "quarkus.mongodb.database")
    String databaseName;

    @TempDir
    Path folder;

    private String single;
    private String group;

    @BeforeEach
    void aliceBobAndCarolChat() {
        database().drop();
        schema.ensureIndexes();
        new Users(database()).add("alice", "bob", "carol");
        new Users(database()).connected("alice", "phone", "c1");
        single = ConversationIds.single("alice", "bob");
        chats.text("alice", "bob", "secret of alice");
        chats.text("bob", "alice", "word of bob");
        chats.text("alice", "bob", "last secret of alice");
        group = chats.group("alice", "bob", "carol");
        chats.textToGroup("alice", group, "secret to all");
        chats.textToGroup("bob", group, "word to all");
        chats.textToGroup("alice", group, "and another secret");
        collection("uni-im-friend")
                .insertMany(List.of(
                        new Document("_id", "f1")
                                .append("user_id", "alice")
                                .append("friend_uid", "bob")
                                .append("friend_key", "alice#bob"),
                        new Document("_id", "f2")
                                .append("user_id", "bob")
                                .append("friend_uid", "alice")
                                .append("friend_key", "bob#alice")));
    }

    @Test
    void export_ofEverything_importedElsewhere_showsEveryoneTheSameList() throws IOException {
        chats.read("bob", single);
        collection("uni-im-conversation")
                .updateOne(
                        new Document("user_key", "carol#group_" + group),
                        new Document(
                                "$set",
                                new Document("draft", "half a")
                                        .append(
                                                "deleted",
                                                List.of(new Document("seq", 3L).append("countable", true)))));
        collection("uni-im-group-member")
                .updateOne(
                        new Document("member_key", group + "#carol"),
                        new Document("$set", new Document("do_not_disturb", true)));
        chats.revoke("alice", chats.textToGroup("alice", group, "taken back"));
        Map<String, List<ObjectNode>> before = listsOf("alice", "bob", "carol");

        Export.everything(database(), folder.resolve("all"), silent());
        database().drop();
        try (Report report = new Report(Writer.nullWriter())) {
            new Import(database(), report, silent()).run(new ExportFolder(folder.resolve("all"), report));
            assertThat(report.refused()).isZero();
        }

        assertThat(listsOf("alice", "bob", "carol")).isEqualTo(before);
        assertThat(read("all", "uni-im-msg")).doesNotContain("taken back").contains("\"is_read\":true");
        assertThat(read("all", "uni-id-users")).doesNotContain("revoked_tokens");
    }

    @Test
    void export_ofOneUser_holdsTheirOwnAndNobodyElsesWordsInGroups() throws IOException {
        Export.ofUser(database(), "alice", folder.resolve("one"), silent());

        assertThat(read("one", "uni-im-msg"))
                .contains("secret of alice", "word of bob", "secret to all")
                .doesNotContain("word to all");
        assertThat(read("one", "uni-id-users").lines()).hasSize(1);
        assertThat(read("one", "uni-im-friend").lines()).hasSize(1);
        assertThat(read("one", "uni-im-conversation").lines()).hasSize(2);
        assertThat(read("one", "uni-id-device")).contains("phone").doesNotContain("c1");
    }

    @Test
    void export_intoAFolderWithFiles_isRefused() throws IOException {
        Files.writeString(folder.resolve("other"), "");

        assertThatThrownBy(() -> Export.everything(database(), folder, silent()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void erase_ofAUser_leavesNoWordAndNoNameAndNoHole() throws IOException {
        List<Long> numbers = numbers(single);

        erasure.erase("alice");

        String everything = Dumps.of(database()).toString();
        assertThat(everything).doesNotContain("secret", "\"nickname\": \"alice\"", "\"username\": \"alice\"", "phone");
        assertThat(everything).contains("word of bob", "word to all");
        assertThat(numbers(single)).isEqualTo(numbers);
        assertThat(stored("uni-id-users", "_id", "alice").getInteger("status")).isEqualTo(4);
        assertThat(count("uni-im-friend")).isZero();
        assertThat(collection("uni-im-conversation").countDocuments(new Document("user_id", "alice")))
                .isZero();
        assertThat(collection("uni-im-group-member").countDocuments(new Document("user_id", "alice")))
                .isZero();
    }

    @Test
    void erase_ofAUser_keepsOthersListsRight() {
        erasure.erase("alice");

        List<ObjectNode> list = listsOf("bob").get("bob");
        assertThat(list).hasSize(2);
        for (ObjectNode conversation : list) {
            assertThat(conversation.get("last_msg_note").textValue()).isEqualTo("[消息已被撤回]");
            assertThat(conversation.get("unread_count").longValue()).isZero();
        }
    }

    @Test
    void erase_ofAGroupsCreator_handsTheGroupOver() {
        erasure.erase("alice");

        String creator = stored("uni-im-group", "_id", group).getString("user_id");
        assertThat(creator).isIn("bob", "carol");
        assertThat(stored("uni-im-group-member", "member_key", group + "#" + creator)
                        .getList("role", String.class))
                .containsExactly("creator", "admin");
    }

    @Test
    void erase_again_changesNothingButTheTimeOfTheAccount() {
        erasure.erase("alice");
        collection("uni-id-users")
                .updateOne(new Document("_id", "alice"), new Document("$unset", new Document("valid_token_date", 1)));
        Map<String, List<String>> before = Dumps.of(database());

        erasure.erase("alice");

        collection("uni-id-users")
                .updateOne(new Document("_id", "alice"), new Document("$unset", new Document("valid_token_date", 1)));
        assertThat(Dumps.of(database())).isEqualTo(before);
    }

    @Test
    void erase_ofNobody_isRefused() {
        assertThatThrownBy(() -> erasure.erase("nobody")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void forwardedRecordsAndCards_afterErasure_holdNoWordOfTheUser() {
        Message record = chats.text("bob", "carol", "x");
        Document body = new Document("title", "Chat")
                .append(
                        "msgList",
                        List.of(
                                new Document("from_uid", "alice")
                                        .append("body", "secret")
                                        .append("nickname", "alice"),
                                new Document("from_uid", "bob").append("body", "kept")));
        collection("uni-im-msg")
                .updateOne(
                        new Document("_id", record.id),
                        new Document("$set", new Document("type", "history").append("body", body)));

        erasure.erase("alice");

        assertThat(stored("uni-im-msg", "_id", record.id).toJson())
                .contains("kept", "Chat")
                .doesNotContain("secret", "nickname");
    }

    /** Read marks are derived from unread counts by an import, which is a change. */
    private static final List<String> DERIVED = List.of("read_seq", "peer_read_seq", "change_time");

    private Map<String, List<ObjectNode>> listsOf(String... uids) {
        Map<String, List<ObjectNode>> found = new TreeMap<>();
        for (String uid : uids) {
            ClientInfo nobody = new ClientInfo(Optional.empty(), Optional.empty(), Optional.empty());
            found.put(
                    uid,
                    ConversationJson.page(lists.page(
                                            new TokenBearer(uid, "t", FAR_FUTURE / 1000, FAR_FUTURE, nobody),
                                            new ConversationListRequest(
                                                    100,
                                                    OptionalLong.empty(),
                                                    OptionalInt.empty(),
                                                    Optional.empty(),
                                                    Optional.empty()))
                                    .answer())
                            .data());
        }
        found.values().forEach(list -> list.forEach(conversation -> conversation.remove(DERIVED)));
        return found;
    }

    private List<Long> numbers(String conversationId) {
        List<Long> numbers = new ArrayList<>();
        collection("uni-im-msg")
                .find(new Document("conversation_id", conversationId))
                .sort(new Document("seq", 1))
                .forEach(message -> numbers.add(message.getLong("seq")));
        return numbers;
    }

    private String read(String export, String collection) throws IOException {
        return Files.readString(folder.resolve(export).resolve(collection + ".jsonl"));
    }

    private Document stored(String collection, String field, String value) {
        return collection(collection).find(new Document(field, value)).first();
    }

    private long count(String collection) {
        return collection(collection).countDocuments();
    }

    private MongoCollection<Document> collection(String name) {
        return database().getCollection(name);
    }

    private MongoDatabase database() {
        return client.getDatabase(databaseName);
    }

    private static Progress silent() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream()));
    }
}
