package io.confab.domain.storage;

import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.WriteConcernResult;
import com.mongodb.WriteError;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWrapper;
import org.bson.BsonString;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;

/**
 * Sends writes as the one command that they are. The driver's own methods prepare each write as a bulk write of any kinds and
 * number of statements, and for a repetition by the driver, which costs more of a send's processor time than the rest of the
 * driver (docs/decisions/0049).
 *
 * <p>The driver does not repeat these commands when a connection breaks or the primary changes. So they are only for writes
 * whose caller finds out what became of them, or which may be missing.
 */
final class PlainWrites<E> {
    private final MongoDatabase database;
    private final BsonString collection;
    private final Class<E> type;
    private final CodecRegistry codecs;
    private final Codec<E> codec;

    PlainWrites(MongoDatabase database, MongoCollection<E> collection) {
        this.database = database;
        this.collection = new BsonString(collection.getNamespace().getCollectionName());
        this.type = collection.getDocumentClass();
        this.codecs = collection.getCodecRegistry();
        this.codec = codecs.get(type);
    }

    void insert(E document, WriteConcern concern) {
        run(
                new BsonDocument("insert", collection)
                        .append("documents", new BsonArray(List.of(new BsonDocumentWrapper<>(document, codec)))),
                concern);
    }

    /** Carries out the updates, in this order. */
    void update(List<? extends WriteModel<E>> updates, WriteConcern concern) {
        run(
                new BsonDocument("update", collection)
                        .append(
                                "updates",
                                new BsonArray(
                                        updates.stream().map(this::statement).toList())),
                concern);
    }

    private BsonDocument statement(WriteModel<E> model) {
        if (model instanceof UpdateManyModel<E> many) {
            return statement(many.getFilter(), many.getUpdate()).append("multi", BsonBoolean.TRUE);
        }
        if (model instanceof UpdateOneModel<E> one) {
            return statement(one.getFilter(), one.getUpdate());
        }
        throw new IllegalArgumentException("not a plain update: " + model);
    }

    private BsonDocument statement(Bson filter, Bson update) {
        return new BsonDocument("q", filter.toBsonDocument(type, codecs))
                .append("u", update.toBsonDocument(type, codecs));
    }

    private void run(BsonDocument command, WriteConcern concern) {
        BsonDocument reply =
                database.runCommand(command.append("writeConcern", concern.asDocument()), BsonDocument.class);
        if (reply.containsKey("writeErrors")) {
            BsonDocument error = reply.getArray("writeErrors").get(0).asDocument();
            throw new MongoWriteException(
                    new WriteError(code(error), message(error), new BsonDocument()), new ServerAddress(), Set.of());
        }
        if (reply.containsKey("writeConcernError")) {
            BsonDocument error = reply.getDocument("writeConcernError");
            throw new MongoWriteConcernException(
                    new WriteConcernError(code(error), "", message(error), new BsonDocument()),
                    WriteConcernResult.unacknowledged(),
                    new ServerAddress(),
                    Set.of());
        }
    }

    private static int code(BsonDocument error) {
        return error.getNumber("code").intValue();
    }

    private static String message(BsonDocument error) {
        return error.getString("errmsg", new BsonString("")).getValue();
    }
}
