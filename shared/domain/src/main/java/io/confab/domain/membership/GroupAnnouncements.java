package io.confab.domain.membership;

import io.confab.domain.group.Group;
import io.confab.domain.group.PendingChange;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageType;
import io.confab.domain.message.NameSpace;
import io.confab.domain.message.Position;
import io.confab.domain.message.UserList;
import io.confab.domain.push.Pushes;
import io.confab.domain.send.MessageSending;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.text.Cut;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonValue;
import org.jboss.logging.Logger;

/**
 * Announces changes in a group: one system message for each change, stored once however often it is tried
 * (docs/rules.md#system-messages).
 */
@Singleton
class GroupAnnouncements {
    private static final Logger LOG = Logger.getLogger(GroupAnnouncements.class);
    private static final int MAX_ERROR_LENGTH = 300;

    private final GroupPeople people;
    private final MessageSending sending;
    private final Pushes pushes;

    GroupAnnouncements(GroupPeople people, MessageSending sending, Pushes pushes) {
        this.people = people;
        this.sending = sending;
        this.pushes = pushes;
    }

    /**
     * Announces a change.
     *
     * @param about the users whom it lists; empty if the change has the body
     * @param isFirst whether this is certainly the first try
     */
    void announce(Group group, PendingChange change, List<String> about, Position hint, boolean isFirst) {
        List<String> shown = new ArrayList<>(about);
        shown.add(change.byUid);
        Map<String, Profile> profiles = people.profiles(shown);
        Message message = new Message();
        message.conversationId = ConversationIds.group(group.id);
        message.groupId = group.id;
        message.type = MessageType.SYSTEM.wireName();
        message.action = change.action;
        message.body = body(change, about, profiles);
        message.fromUid = change.byUid;
        message.uniqueId = "change-" + change.id;
        message.sendKey = NameSpace.DERIVED.key(message.fromUid, message.uniqueId);
        message.appid = change.appid;
        message.senderAppid = change.appid;
        List<String> noMembersNow = GroupChanges.JOIN_NOTICE.equals(change.action) ? List.of() : about;
        sending.sendSystem(message, hint, profiles.get(change.byUid), noMembersNow, isFirst);
    }

    private static BsonValue body(PendingChange change, List<String> about, Map<String, Profile> profiles) {
        if (about.isEmpty()) {
            return change.body == null ? new SystemBody.Nothing().toBson() : change.body;
        }
        return FreeJson.toBson(new UserList(about.stream().map(profiles::get).toList()).toJson());
    }

    /** Leaves a dead letter for an announcement that will not be tried again. */
    void giveUp(Group group, PendingChange change, String error) {
        String cause = Cut.first(error, MAX_ERROR_LENGTH);
        LOG.errorf(
                "announcement given up: group=%s change=%s action=%s error=%s",
                group.id, change.id, change.action, cause);
        try {
            pushes.giveUpFanOut(group.id, change.id, cause);
        } catch (RuntimeException e) {
            LOG.errorf(e, "its dead letter was not accepted: group=%s change=%s", group.id, change.id);
        }
    }
}
