package io.confab.domain.forward;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.access.ConversationReaders;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.deletion.Deletions;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageBody;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.MessageType;
import io.confab.domain.send.BatchSending;
import io.confab.domain.send.Content;
import io.confab.domain.send.RepeatedCalls;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * forwardMsg: sends messages that the caller can see to other users or groups, one by one or merged into one
 * (docs/api/messages.md#forwardmsg).
 *
 * <p>As much as possible is checked before anything is stored: the right to read every message, the right to write to every
 * target, the size of a merged message. With a {@code unique_id}, every stored message has one that is derived from it, its
 * conversation and its source. If a call dies in the middle, a repeat stores only the messages that are missing and gives the
 * answer of the first call. A repeat of a finished call is answered even if a message has been revoked since.
 */
@Singleton
public class Forwarding {
    private final MessageRepository messages;
    private final ConversationReaders readers;
    private final Deletions deletions;
    private final UserRepository users;
    private final BatchSending sending;
    private final RepeatedCalls repeatedCalls;

    Forwarding(
            MessageRepository messages,
            ConversationReaders readers,
            Deletions deletions,
            UserRepository users,
            BatchSending sending,
            RepeatedCalls repeatedCalls) {
        this.messages = messages;
        this.readers = readers;
        this.deletions = deletions;
        this.users = users;
        this.sending = sending;
        this.repeatedCalls = repeatedCalls;
    }

    /**
     * Forwards; returns what is stored, by target and then in the order of the sources.
     *
     * @throws Refusal unless it is a repeat: 404 for a message that the caller does not see, that is revoked or a system
     *     message; as sendMsg for a target; 413 if the merged message is too large
     */
    public List<Message> forward(Caller caller, ForwardRequest request) {
        return repeatedCalls.unlessRepeat(
                () -> sending.send(
                        caller, request.receivers(), request.appId(), contents(caller, request), request::uniqueIds),
                () -> sending.findEarlier(caller.uid(), request.allUniqueIds(caller.uid())));
    }

    private List<Content> contents(Caller caller, ForwardRequest request) {
        List<Message> sources = requireSources(caller.uid(), request.msgIds());
        return request.merge()
                ? List.of(merged(sources))
                : sources.stream().map(Forwarding::content).toList();
    }

    private List<Message> requireSources(String uid, List<String> ids) {
        Map<String, Message> found =
                messages.findAll(ids).stream().collect(Collectors.toMap(message -> message.id, Function.identity()));
        Map<String, List<Message>> byConversation =
                found.values().stream().collect(Collectors.groupingBy(message -> message.conversationId));
        Map<String, Conversation> readable = readers.findAll(uid, byConversation.keySet());
        Set<String> visible = byConversation.entrySet().stream()
                .filter(conversation -> readable.containsKey(conversation.getKey()))
                .flatMap(conversation ->
                        deletions.visible(readable.get(conversation.getKey()), conversation.getValue()).stream())
                .filter(message -> !message.revoked && !message.isSystem())
                .map(message -> message.id)
                .collect(Collectors.toSet());
        return ids.stream()
                .map(id -> {
                    if (!visible.contains(id)) {
                        throw new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "msgIds: no such message");
                    }
                    return found.get(id);
                })
                .toList();
    }

    private static Content content(Message source) {
        MessageType type = MessageType.of(source.type)
                .orElseThrow(() -> new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "msgIds: a message of unknown type"));
        return new Content(type, FreeJson.toJson(source.body));
    }

    private Content merged(List<Message> sources) {
        Set<String> uids = sources.stream().map(message -> message.fromUid).collect(Collectors.toSet());
        Map<String, Profile> people = users.findProfiles(uids);
        JsonNode body = MergedHistory.of(sources, people).toJson();
        MessageBody.check(MessageType.HISTORY, body);
        return new Content(MessageType.HISTORY, body);
    }
}
