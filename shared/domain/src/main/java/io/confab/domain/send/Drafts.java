package io.confab.domain.send;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.message.Mentions;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.NameSpace;
import io.confab.domain.storage.FreeJson;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a message of what was asked for: complete but for its number, its times and its id (docs/rules.md#messages). */
@Singleton
class Drafts {
    private final MessageRepository messages;
    private final GroupMemberRepository members;

    Drafts(MessageRepository messages, GroupMemberRepository members) {
        this.messages = messages;
        this.members = members;
    }

    /**
     * The message that a request asks for. One command more for a reply, and in a group one for mentions.
     *
     * @param names whose the request's {@code unique_id} is
     * @throws Refusal {@code msg-not-found} for a reply to no message of this conversation; {@code no-permission} for a mention
     *     of all by an ordinary member
     */
    Message draft(Destination destination, SendMsgRequest request, NameSpace names) {
        request.aboutMsgId().ifPresent(id -> requireInConversation(id, destination.conversationId()));
        Message draft = new Message();
        draft.conversationId = destination.conversationId();
        destination.receiver().address(draft);
        draft.type = request.content().type().wireName();
        draft.action = request.action().orElse(null);
        draft.body = FreeJson.toBson(request.content().body());
        draft.fromUid = destination.sender().uid();
        draft.appid = request.appId();
        draft.senderAppid = destination.sender().client().appId().orElse(request.appId());
        draft.senderDeviceId = destination.sender().client().deviceId().orElse(null);
        request.uniqueId().ifPresent(name -> {
            draft.uniqueId = name;
            draft.sendKey = names.key(draft.fromUid, name);
            draft.clientNamed = names == NameSpace.CLIENT ? true : null;
        });
        draft.aboutMsgId = request.aboutMsgId().orElse(null);
        draft.clientCreateTime =
                request.clientCreateTime().map(FreeJson::toBson).orElse(null);
        draft.callUid = mentioned(destination, request.callUid());
        return draft;
    }

    private void requireInConversation(String messageId, String conversationId) {
        Optional<Message> about = messages.findOne(messageId);
        if (about.filter(message -> message.conversationId.equals(conversationId))
                .isEmpty()) {
            throw new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "about_msg_id: no such message in this conversation");
        }
    }

    /** Which of the mentioned users are in the conversation. */
    private List<String> mentioned(Destination destination, List<String> callUid) {
        if (callUid.isEmpty()) {
            return null;
        }
        if (callUid.contains(Mentions.ALL) && !destination.mayCallAll()) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "call_uid: only a group's creator and admins may call all");
        }
        Set<String> known = destination.fold(
                chat -> chat.sides().keySet(), chat -> members(chat.receiver().groupId(), callUid));
        List<String> mentioned = callUid.stream()
                .distinct()
                .filter(uid -> uid.equals(Mentions.ALL) || known.contains(uid))
                .toList();
        return mentioned.isEmpty() ? null : mentioned;
    }

    /** Those of the mentioned users who are members. */
    private Set<String> members(String groupId, List<String> callUid) {
        Set<String> asked = new LinkedHashSet<>(callUid);
        asked.remove(Mentions.ALL);
        Set<String> known = new HashSet<>();
        if (!asked.isEmpty()) {
            members.findAll(groupId, asked).forEach(member -> known.add(member.userId));
        }
        return known;
    }
}
