package io.confab.domain.membership;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.notification.AnnouncedDocument;

/** A user asks to join a group, as its creator and admins are told. */
record JoinAsked(GroupJoinRequest request) implements AnnouncedDocument {
    @Override
    public String documentId() {
        return request.id;
    }

    @Override
    public long time() {
        return request.updateTime;
    }

    @Override
    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_id", request.id)
                .put("group_id", request.groupId)
                .put("user_id", request.userId);
    }
}
