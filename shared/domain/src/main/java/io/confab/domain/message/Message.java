package io.confab.domain.message;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.List;
import org.bson.BsonValue;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A stored message: collection {@code uni-im-msg} (docs/schema.md). */
@MongoEntity(collection = Message.COLLECTION)
public class Message {
    public static final String COLLECTION = "uni-im-msg";

    @BsonId
    public String id;

    @BsonProperty("conversation_id")
    public String conversationId;

    /** 1, 2, 3… within the conversation. */
    public long seq;

    /** {@code <conversation_id>#<seq>}, unique: makes the insert the commit point of the number. */
    @BsonProperty("seq_key")
    public String seqKey;

    /** {@code <from_uid>#<name in its {@link NameSpace}, or an id of its own>}, unique: a repeated send is stored once. */
    @BsonProperty("send_key")
    public String sendKey;

    public String type;

    /** The client's JSON, see {@link io.confab.domain.storage.FreeJson}. */
    public BsonValue body;

    @BsonProperty("from_uid")
    public String fromUid;

    @BsonProperty("to_uid")
    public String toUid;

    @BsonProperty("group_id")
    public String groupId;

    public String appid;

    @BsonProperty("create_time")
    public long createTime;

    @BsonProperty("update_time")
    public long updateTime;

    /** Stored as it was sent; has no effect. */
    @BsonProperty("client_create_time")
    public BsonValue clientCreateTime;

    /** Groups: the time up to which the group's rate is used after this message (microseconds); absent without a limit. */
    @BsonProperty("rate_time")
    public Long rateTime;

    @BsonProperty("unique_id")
    public String uniqueId;

    /**
     * Whether a client chose the name. Its key has a form that messages of back ends also had, before they got a {@link
     * NameSpace} of their own.
     */
    @BsonProperty("client_named")
    public Boolean clientNamed;

    @BsonProperty("about_msg_id")
    public String aboutMsgId;

    @BsonProperty("call_uid")
    public List<String> callUid;

    /** What happened, for {@code type:"system"}. */
    public String action;

    @BsonProperty("is_read")
    public boolean read;

    @BsonProperty("is_revoke")
    public boolean revoked;

    /** The user who revoked it. */
    @BsonProperty("revoke_uid")
    public String revokeUid;

    /** The device from which they did, so that a trigger does not push to it either. */
    @BsonProperty("revoke_device_id")
    public String revokeDeviceId;

    /** How many countable (not system) messages the conversation holds up to and including this one. */
    public long n;

    /** Single chats: how many of these {@link #n} messages {@link #fromUid} sent. */
    @BsonProperty("own_n")
    public Long ownN;

    /** Which unread rules this message touches, see {@link UnreadKeys}. */
    @BsonProperty("unread_keys")
    public List<String> unreadKeys;

    /** The device that sent it, so that a repeat does not push to it either. */
    @BsonProperty("sender_device_id")
    public String senderDeviceId;

    /** The app whose devices of the sender get the push. */
    @BsonProperty("sender_appid")
    public String senderAppid;

    public static String seqKey(String conversationId, long seq) {
        return conversationId + "#" + seq;
    }

    public static String sendKey(String fromUid, String uniqueId) {
        return fromUid + "#" + uniqueId;
    }

    @BsonIgnore
    public boolean isGroup() {
        return groupId != null;
    }

    /** Whether unread counts know that it was revoked. */
    @BsonIgnore
    public boolean isMarkedRevoked() {
        return unreadKeys != null && unreadKeys.contains(UnreadKeys.revoked(conversationId));
    }

    @BsonIgnore
    public boolean isSystem() {
        return MessageType.SYSTEM.wireName().equals(type);
    }

    /** How many countable messages up to this one {@code uid} sent; single chats only. */
    public long countBy(String uid) {
        return fromUid.equals(uid) ? ownN : n - ownN;
    }

    public boolean mentions(String uid) {
        return callUid != null && (callUid.contains(uid) || callUid.contains(Mentions.ALL));
    }
}
