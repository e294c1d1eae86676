package io.confab.domain.schema;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;

/**
 * Change streams of Amazon DocumentDB, from which triggers hear of changes (docs/triggers.md). There they must be switched on for
 * a database; everywhere else they are on, and there is no such command.
 */
public final class ChangeStreams {
    private static final String ADMIN = "admin";
    private static final String DATABASE = "database";
    private static final String COLLECTION = "collection";

    private final MongoClient client;
    private final String database;

    public ChangeStreams(MongoClient client, String database) {
        this.client = client;
        this.database = database;
    }

    /** Whether triggers can hear of changes, as far as it depends on the database. */
    public enum State {
        /** This is not DocumentDB. */
        NO_SWITCH,
        ON,
        OFF,
        /** The user may not ask, or may not switch. */
        UNKNOWN
    }

    /** Whether they are on for every collection of the database. */
    public State state() {
        if (!isDocumentDb()) {
            return State.NO_SWITCH;
        }
        try {
            for (BsonDocument stream : client.getDatabase(ADMIN)
                    .aggregate(List.of(new Document("$listChangeStreams", 1)), BsonDocument.class)) {
                if (coversAll(stream)) {
                    return State.ON;
                }
            }
            return State.OFF;
        } catch (MongoException e) {
            return State.UNKNOWN;
        }
    }

    /** Switches them on if this is DocumentDB and they are not; harmless if two do so at once. */
    public State switchOn() {
        State before = state();
        if (before == State.NO_SWITCH || before == State.ON) {
            return before;
        }
        try {
            client.getDatabase(ADMIN)
                    .runCommand(new Document("modifyChangeStreams", 1)
                            .append(DATABASE, database)
                            .append(COLLECTION, "")
                            .append("enable", true));
            return State.ON;
        } catch (MongoException e) {
            return before;
        }
    }

    /** An empty name stands for all collections, or for all databases. */
    private boolean coversAll(BsonDocument stream) {
        String of = text(stream.get(DATABASE));
        return text(stream.get(COLLECTION)).isEmpty() && (of.isEmpty() || of.equals(database));
    }

    /** By the names under which the servers know themselves: the client may have come through a tunnel. */
    private boolean isDocumentDb() {
        // The former name of hello, which more servers know.
        BsonDocument hello = client.getDatabase(ADMIN)
                .runCommand(new BsonDocument("isMaster", new BsonInt32(1)), BsonDocument.class);
        Stream<String> own = hello.entrySet().stream().map(Map.Entry::getValue).flatMap(ChangeStreams::texts);
        Stream<String> asked = client.getClusterDescription().getServerDescriptions().stream()
                .map(server -> server.getAddress().getHost());
        return Stream.concat(own, asked)
                .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", ""))
                .anyMatch(name -> name.contains(".docdb") && name.matches(".*\\.amazonaws\\.com(\\.cn)?"));
    }

    private static Stream<String> texts(BsonValue value) {
        if (value instanceof BsonArray array) {
            return array.stream().flatMap(ChangeStreams::texts);
        }
        return value instanceof BsonString text ? Stream.of(text.getValue()) : Stream.empty();
    }

    private static String text(BsonValue value) {
        return value instanceof BsonString text ? text.getValue() : "?";
    }
}
