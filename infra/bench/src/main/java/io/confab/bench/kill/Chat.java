package io.confab.bench.kill;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConversationIds;
import io.confab.bench.client.Texts;
import java.util.List;
import java.util.Map;

/** A conversation of the run: a single chat of two members, or a group. */
record Chat(String conversationId, String groupId, List<BenchUser> members) {

    static Chat single(BenchUser one, BenchUser other) {
        return new Chat(ConversationIds.single(one.uid(), other.uid()), null, List.of(one, other));
    }

    static Chat group(String groupId, List<BenchUser> members) {
        return new Chat(ConversationIds.group(groupId), groupId, List.copyOf(members));
    }

    boolean isGroup() {
        return groupId != null;
    }

    Map<String, Object> text(BenchUser sender, String uniqueId) {
        Map<String, Object> params;
        if (isGroup()) {
            params = Texts.toGroup(groupId, "message " + uniqueId);
        } else {
            BenchUser other = members.get(members.get(0).equals(sender) ? 1 : 0);
            params = Texts.toUser(other.uid(), "message " + uniqueId);
        }
        params.put("unique_id", uniqueId);
        return params;
    }
}
