package io.confab.domain.group;

import io.confab.domain.ids.ConversationIds;
import io.confab.domain.storage.WrittenByOthers;
import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * A request to join a group: collection {@code uni-im-group-join}. Its id is derived from group and user, so there is at most
 * one for each pair.
 */
@MongoEntity(collection = GroupJoinRequest.COLLECTION)
public class GroupJoinRequest {
    public static final String COLLECTION = "uni-im-group-join";

    @BsonId
    public String id;

    @BsonProperty("group_id")
    public String groupId;

    @BsonProperty("user_id")
    public String userId;

    @WrittenByOthers
    public String message;

    @WrittenByOthers
    public int state;

    /** The original collection has this spelling. */
    @BsonProperty("creat_time")
    @WrittenByOthers
    public long creatTime;

    @BsonProperty("update_time")
    @WrittenByOthers
    public long updateTime;

    /** The pending change of the join that granted it. */
    @BsonProperty("join_id")
    public String joinId;

    public static String id(String groupId, String userId) {
        return ConversationIds.pair(groupId, userId);
    }
}
