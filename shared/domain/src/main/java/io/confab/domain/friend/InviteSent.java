package io.confab.domain.friend;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.notification.AnnouncedDocument;

/** A user invites another, as the receiver is told. */
record InviteSent(FriendInvite invite) implements AnnouncedDocument {
    @Override
    public String documentId() {
        return invite.id;
    }

    @Override
    public long time() {
        return invite.updateTime;
    }

    @Override
    public ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("_id", invite.id).put("from_uid", invite.fromUid);
    }
}
