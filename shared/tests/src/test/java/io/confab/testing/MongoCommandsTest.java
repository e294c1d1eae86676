package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoCommandsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.embedded();

    @Test
    void commands_pageBeyondTheFirstBatch_countsGetMoreAndNotPing() {
        MongoCommands commands = new MongoCommands();
        MongoClient client = DATABASE.client(commands);
        MongoCollection<Document> things = client.getDatabase(DATABASE.name()).getCollection("things");
        things.insertMany(new ArrayList<>(Collections.nCopies(1, new Document("a", 1))));
        things.insertOne(new Document("a", 2));
        commands.reset();

        client.getDatabase("admin").runCommand(new Document("ping", 1));
        things.find().batchSize(1).into(new ArrayList<>());

        List<String> names = commands.names();
        assertThat(names).startsWith("find things", "getMore things").doesNotContain("ping");
        assertThat(commands.count()).isEqualTo(names.size());
    }
}
