package io.confab.domain.friend;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.notification.AnnouncedDocument;

/** Two users have become friends, as one of them is told. */
record FriendAdded(Friend friend) implements AnnouncedDocument {
    @Override
    public String documentId() {
        return friend.id;
    }

    @Override
    public long time() {
        return friend.createTime;
    }

    @Override
    public ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("friend_uid", friend.friendUid);
    }
}
