package io.confab.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.inbox.ConversationPage;
import io.confab.domain.inbox.GoneConversation;
import io.confab.domain.inbox.ListEntry;
import io.confab.domain.inbox.ListedConversation;
import io.confab.domain.message.ShortMessage;
import java.util.ArrayList;
import java.util.List;

/** Conversations (docs/api/conversations.md#getconversationlist). */
public final class ConversationJson {
    /** The field beside the conversations of a page. */
    public static final String UNREAD_TOTAL = "unread_total";

    /** The server's time before it read the page. */
    public static final String TIME = "time";

    private ConversationJson() {}

    /** As much of a page as fits into a reply. */
    public static ReplyPage page(ConversationPage found) {
        return found.isByNumber()
                ? new ReplyPage(all(found.page().items()), found.page().next())
                : ReplyPage.of(found.page(), ConversationJson::whole, ConversationJson::slim);
    }

    /** One conversation, slim if it does not fit into a reply. */
    public static ObjectNode one(ListedConversation listed) {
        return new ReplySpace().take(whole(listed), () -> slim(listed)).orElseThrow();
    }

    /** All of these conversations: those that do not fit into the reply are slim. */
    private static List<ObjectNode> all(List<ListEntry> listed) {
        List<ObjectNode> whole = listed.stream().map(ConversationJson::whole).toList();
        return ReplySpace.isAmpleFor(whole) ? whole : asFits(listed, whole);
    }

    private static List<ObjectNode> asFits(List<ListEntry> listed, List<ObjectNode> whole) {
        ReplySpace space = new ReplySpace();
        List<ObjectNode> slim = listed.stream().map(ConversationJson::slim).toList();
        slim.forEach(each -> space.take(ReplySpace.sizeOf(each)));
        List<ObjectNode> data = new ArrayList<>();
        for (int i = 0; i < slim.size(); i++) {
            boolean fits = space.take(ReplySpace.sizeOf(whole.get(i)) - ReplySpace.sizeOf(slim.get(i)));
            data.add(fits ? whole.get(i) : slim.get(i));
        }
        return data;
    }

    private static ObjectNode whole(ListEntry entry) {
        return entry instanceof ListedConversation listed ? whole(listed) : gone((GoneConversation) entry);
    }

    private static ObjectNode slim(ListEntry entry) {
        return entry instanceof ListedConversation listed ? slim(listed) : gone((GoneConversation) entry);
    }

    private static ObjectNode gone(GoneConversation gone) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", gone.conversationId());
        json.put("gone", true);
        json.put("change_time", gone.changeTime());
        return json;
    }

    private static ObjectNode whole(ListedConversation listed) {
        Conversation mine = listed.mine();
        ObjectNode json = begin(listed);
        listed.unread().mentionedSeq().ifPresent(seq -> json.put("mentioned_seq", seq));
        json.put("last_msg_note", listed.newest().map(ShortMessage::note).orElse(""));
        json.put("has_unread_group_notification", listed.unread().hasNotification());
        Fields.putIfPresent(json, "draft", mine.draft);
        if (mine.draftTime != null) {
            json.put("draft_time", mine.draftTime);
        }
        json.put("last_seq", listed.state().lastSeq());
        json.put("read_seq", mine.readMark());
        if (mine.type == Conversation.SINGLE) {
            json.put("peer_read_seq", mine.peerReadMark());
        }
        json.put("delete_no", mine.deletions());
        json.put("change_time", listed.state().changeTime());
        ArrayNode messages = json.putArray("msgList");
        listed.newest()
                .ifPresent(newest -> messages.add(
                        MessageJson.listed(newest, mine.see(newest.message()).isRead())));
        listed.friend().ifPresent(friend -> json.putArray("user_info").add(UserJson.profile(friend)));
        listed.group().ifPresent(group -> json.putArray("group_info").add(GroupJson.info(group)));
        return json;
    }

    /** A shorter form, for a reply that has no room for more. */
    private static ObjectNode slim(ListedConversation listed) {
        ObjectNode json = begin(listed);
        json.putArray("msgList");
        json.putArray("user_info");
        json.putArray("group_info");
        return json;
    }

    private static ObjectNode begin(ListedConversation listed) {
        Conversation mine = listed.mine();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", mine.documentId);
        json.put("id", mine.conversationId);
        json.put("type", mine.type);
        json.put("user_id", mine.userId);
        Fields.putIfPresent(json, "friend_uid", mine.friendUid);
        Fields.putIfPresent(json, "group_id", mine.groupId);
        json.put("unread_count", listed.unread().count());
        json.put("update_time", listed.state().updateTime());
        json.put("create_time", mine.createTime);
        json.put("pinned", Boolean.TRUE.equals(mine.pinned));
        json.put("mute", listed.state().isMuted());
        json.put("hidden", listed.state().isHidden());
        json.put("leave", false);
        return json;
    }
}
