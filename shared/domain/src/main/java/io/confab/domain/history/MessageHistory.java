package io.confab.domain.history;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationIds;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupMemberRepository.WithGroup;
import io.confab.domain.history.HistoryRequest.AfterSeq;
import io.confab.domain.history.HistoryRequest.AfterTime;
import io.confab.domain.history.HistoryRequest.BeforeSeq;
import io.confab.domain.history.HistoryRequest.BeforeTime;
import io.confab.domain.history.HistoryRequest.ById;
import io.confab.domain.history.HistoryRequest.ChangedSince;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.MessageView;
import io.confab.domain.storage.Cursor;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * getMsgList: pages through a conversation (contract section 4). Reads only; dense numbers make every page by number a point
 * look-up. Members may read what was said before they joined, former members nothing.
 */
@Singleton
public class MessageHistory {
    private final MessageRepository messages;
    private final ConversationRepository conversations;
    private final GroupMemberRepository members;

    MessageHistory(MessageRepository messages, ConversationRepository conversations, GroupMemberRepository members) {
        this.messages = messages;
        this.conversations = conversations;
        this.members = members;
    }

    /**
     * One page.
     *
     * @throws Refusal 403 when the conversation is not the caller's, {@code group-not-found} when the group is dissolved
     */
    public HistoryPage page(Caller caller, HistoryRequest request) {
        Optional<Conversation> mine = requireMine(caller, request.conversationId());
        Page page = read(request);
        return new HistoryPage(
                page.messages().stream()
                        .map(message -> mine.map(side -> MessageView.readBy(
                                        message,
                                        side.userId,
                                        Conversation.value(side.readSeq),
                                        Conversation.value(side.peerReadSeq)))
                                .orElseGet(() -> MessageView.whole(message)))
                        .toList(),
                page.next().map(next -> Cursor.encode(list(request), next.toArray())));
    }

    private Optional<Conversation> requireMine(Caller caller, String conversationId) {
        if (ConversationIds.isGroup(conversationId)) {
            String groupId = ConversationIds.groupId(conversationId);
            Group group = members.findWithGroup(groupId, caller.uid())
                    .map(WithGroup::group)
                    .orElseThrow(() -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group"));
            if (group.isDissolved()) {
                throw new Refusal(ErrorCode.GROUP_NOT_FOUND, "conversation_id: no such group");
            }
            return Optional.empty();
        }
        return Optional.of(conversations
                .findOne(caller.uid(), conversationId)
                .orElseThrow(() -> new Refusal(ErrorCode.NO_PERMISSION, "conversation_id: not yours")));
    }

    /** Found messages in the order of the reply, and where the next page begins. */
    private record Page(List<Message> messages, Optional<List<Object>> next) {}

    private Page read(HistoryRequest request) {
        String conversationId = request.conversationId();
        Optional<List<String>> cursor = request.cursor().map(text -> Cursor.decode(list(request), text));
        Optional<Long> from = cursor.map(values -> Long.parseLong(values.get(0)));
        HistoryRequest.Selector selector = request.selector();
        if (selector instanceof ById byId) {
            return new Page(
                    messages
                            .findOne(byId.id())
                            .filter(message -> message.conversationId.equals(conversationId))
                            .stream()
                            .toList(),
                    Optional.empty());
        }
        if (selector instanceof ChangedSince changed) {
            long fromSeq = cursor.map(values -> Long.parseLong(values.get(1))).orElse(0L);
            return limited(
                    messages.findChangedSince(
                            conversationId, from.orElse(changed.updateTime()), fromSeq, request.limit() + 1),
                    request.limit(),
                    last -> List.of(last.updateTime, last.seq));
        }
        if (selector instanceof AfterSeq after) {
            return after(conversationId, from.orElse(after.seq()), request.limit());
        }
        if (selector instanceof BeforeSeq before) {
            return before(conversationId, from.orElse(before.seq()), request.limit());
        }
        if (selector instanceof AfterTime after) {
            return from.isPresent()
                    ? after(conversationId, from.get(), request.limit())
                    : limited(
                            messages.findByCreateTime(conversationId, after.createTime(), null, request.limit() + 1),
                            request.limit(),
                            last -> List.of(last.seq));
        }
        if (selector instanceof BeforeTime before) {
            return from.isPresent()
                    ? before(conversationId, from.get(), request.limit())
                    : limited(
                            messages.findByCreateTime(conversationId, null, before.createTime(), request.limit() + 1),
                            request.limit(),
                            last -> List.of(last.seq));
        }
        return from.isPresent()
                ? before(conversationId, from.get(), request.limit())
                : limited(
                        messages.findNewest(conversationId, request.limit() + 1),
                        request.limit(),
                        last -> List.of(last.seq));
    }

    private Page after(String conversationId, long seq, int limit) {
        List<Message> found = new ArrayList<>(messages.findBySeqs(conversationId, seq + 1, seq + 1 + limit));
        found.sort(Comparator.comparingLong(message -> message.seq));
        return limited(untilFirstGap(found, seq), limit, last -> List.of(last.seq));
    }

    /** A look-up of many keys is no snapshot: what came while it ran must not show n + 1 without n. */
    private static List<Message> untilFirstGap(List<Message> found, long seq) {
        int dense = 0;
        while (dense < found.size() && found.get(dense).seq == seq + 1 + dense) {
            dense++;
        }
        return found.subList(0, dense);
    }

    private Page before(String conversationId, long seq, int limit) {
        List<Message> found = new ArrayList<>(messages.findBySeqs(conversationId, seq - 1 - limit, seq - 1));
        found.sort(Comparator.comparingLong((Message message) -> message.seq).reversed());
        boolean boundIsAhead = found.size() < Math.min(limit + 1, seq - 1);
        return limited(
                boundIsAhead ? messages.findNewest(conversationId, limit + 1) : found,
                limit,
                last -> List.of(last.seq));
    }

    private static Page limited(List<Message> found, int limit, Function<Message, List<Object>> next) {
        return found.size() <= limit
                ? new Page(found, Optional.empty())
                : new Page(found.subList(0, limit), Optional.of(next.apply(found.get(limit - 1))));
    }

    private static String list(HistoryRequest request) {
        return "getMsgList," + request.conversationId() + "," + request.selector();
    }
}
