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
import io.confab.domain.user.StoredPeople;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Messages merged into one {@code history} message. */
record MergedHistory(String title, List<Entry> entries) {
    private static final int MAX_DEPTH = 3;
    private static final int NAMES_IN_TITLE = 2;

    /**
     * One of the messages.
     *
     * @param sender absent if they do not exist any more
     */
    record Entry(Message source, Optional<Profile> sender) {
        private ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("_id", source.id);
            json.put("type", source.type);
            json.set("body", FreeJson.toJson(source.body));
            json.put("from_uid", source.fromUid);
            sender.ifPresent(profile -> {
                json.put("nickname", profile.nickname());
                StoredPeople.putAvatar(json, profile);
            });
            return json.put("create_time", source.createTime);
        }
    }

    static MergedHistory of(List<Message> sources, Map<String, Profile> people) {
        return new MergedHistory(
                title(sources, people),
                sources.stream()
                        .map(source -> new Entry(source, Optional.ofNullable(people.get(source.fromUid))))
                        .toList());
    }

    /**
     * The body that is stored: {@code {title,msgList:[{_id,type,body,from_uid,nickname?,avatar_file?,create_time}]}}.
     *
     * @throws Refusal 400 when histories would be nested deeper than 3
     */
    ObjectNode toJson() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("title", title);
        ArrayNode records = body.putArray("msgList");
        entries.forEach(entry -> records.add(entry.toJson()));
        if (depth(MessageType.HISTORY.wireName(), body) > MAX_DEPTH) {
            throw Refusal.badParam("msgIds", "histories nested deeper than " + MAX_DEPTH);
        }
        return body;
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
