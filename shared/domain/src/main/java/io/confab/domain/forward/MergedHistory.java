package io.confab.domain.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageType;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.user.Profile;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Messages merged into the body of one {@code history} message: {@code {title,msgList:[records]}}. */
final class MergedHistory {
    private static final int MAX_DEPTH = 3;
    private static final int NAMES_IN_TITLE = 2;

    private MergedHistory() {}

    /**
     * The body. Each record is {@code {_id,type,body,from_uid,nickname?,avatar_file?,create_time}}.
     *
     * @throws Refusal 400 when histories would be nested deeper than 3
     */
    static ObjectNode of(List<Message> sources, Map<String, Profile> people) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("title", title(sources, people));
        ArrayNode records = body.putArray("msgList");
        sources.forEach(source -> records.add(record(source, people.get(source.fromUid))));
        if (depth(MessageType.HISTORY.wireName(), body) > MAX_DEPTH) {
            throw Refusal.badParam("msgIds", "histories nested deeper than " + MAX_DEPTH);
        }
        return body;
    }

    private static ObjectNode record(Message source, Profile sender) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("_id", source.id);
        record.put("type", source.type);
        record.set("body", FreeJson.toJson(source.body));
        record.put("from_uid", source.fromUid);
        if (sender != null) {
            record.put("nickname", sender.nickname());
            if (sender.avatarFile() != null) {
                record.set("avatar_file", sender.avatarFile().toJson());
            }
        }
        return record.put("create_time", source.createTime);
    }

    /** The title, which names the senders: {@code A和B的聊天记录}, or {@code A、B等的聊天记录}. */
    private static String title(List<Message> sources, Map<String, Profile> people) {
        List<String> names = sources.stream()
                .map(source -> people.get(source.fromUid))
                .filter(Objects::nonNull)
                .map(Profile::nickname)
                .distinct()
                .toList();
        return names.size() <= NAMES_IN_TITLE
                ? String.join("和", names) + "的聊天记录"
                : String.join("、", names.subList(0, NAMES_IN_TITLE)) + "等的聊天记录";
    }

    /** How deep histories are nested. */
    private static int depth(String type, JsonNode body) {
        if (!MessageType.HISTORY.wireName().equals(type)) {
            return 0;
        }
        int deepest = 0;
        for (JsonNode record : body.path("msgList")) {
            deepest = Math.max(deepest, depth(record.path("type").asText(), record.path("body")));
        }
        return deepest + 1;
    }
}
