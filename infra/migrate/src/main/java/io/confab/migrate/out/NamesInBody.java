package io.confab.migrate.out;

import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Removes a user from the bodies of other users' messages: names in system messages and cards, and the user's words in
 * forwarded records.
 */
final class NamesInBody {
    private static final Set<String> KEPT_OF_CARD = Set.of("user_id");
    private static final Set<String> KEPT_OF_PERSON = Set.of("_id");
    private static final Set<String> KEPT_OF_RECORD =
            Set.of("_id", "from_uid", "conversation_id", "type", "create_time", "seq");

    private NamesInBody() {}

    /** Keeps only ids and times of the user; false if there was nothing else. */
    static boolean takeOut(BsonDocument body, String uid) {
        BsonDocument before = body.clone();
        if (isOf(body, "user_id", uid)) {
            body.keySet().retainAll(KEPT_OF_CARD);
        }
        elements(body, "user_list", "_id", uid)
                .forEach(person -> person.keySet().retainAll(KEPT_OF_PERSON));
        elements(body, "msgList", "from_uid", uid).forEach(record -> {
            record.keySet().retainAll(KEPT_OF_RECORD);
            record.put("body", new BsonString(""));
        });
        return !body.equals(before);
    }

    private static Iterable<BsonDocument> elements(BsonDocument body, String list, String field, String uid) {
        BsonValue value = body.get(list);
        BsonArray array = value != null && value.isArray() ? value.asArray() : new BsonArray();
        return array.stream()
                .filter(BsonValue::isDocument)
                .map(BsonValue::asDocument)
                .filter(element -> isOf(element, field, uid))
                .toList();
    }

    private static boolean isOf(BsonDocument document, String field, String uid) {
        return new BsonString(uid).equals(document.get(field));
    }
}
