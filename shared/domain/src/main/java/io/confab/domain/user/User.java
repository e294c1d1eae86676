package io.confab.domain.user;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.storage.WrittenByOthers;
import io.confab.domain.text.Folding;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A stored user: collection {@code uni-id-users} (docs/schema.md). Fields that Confab does not use stay untouched. */
@MongoEntity(collection = User.COLLECTION)
public class User {
    public static final String COLLECTION = "uni-id-users";

    /** The {@link #status} of a user who may call. */
    public static final int NORMAL = 0;

    /** The values of {@link #presence}; the first is the default. */
    public static final String VISIBLE = "visible";

    public static final String HIDDEN = "hidden";

    @BsonId
    public String id;

    @WrittenByOthers
    public String username;

    @WrittenByOthers
    public String nickname;

    /** {@link #username} and {@link #nickname} as searches compare them; absent in records that other tools have written. */
    @BsonProperty("folded_username")
    @WrittenByOthers
    public String foldedUsername;

    @BsonProperty("folded_nickname")
    @WrittenByOthers
    public String foldedNickname;

    @BsonProperty("avatar_file")
    @WrittenByOthers
    public AvatarFile avatarFile;

    @WrittenByOthers
    public Integer gender;

    @WrittenByOthers
    public String mobile;

    @WrittenByOthers
    public String email;

    /** 0 or absent: normal; 1 banned, 2 auditing, 3 audit failed, 4 closed. One that cannot be read bans. */
    @WrittenByOthers(otherwise = "1")
    public Integer status;

    /** {@link #HIDDEN}, if others may not see whether the user is online. */
    @WrittenByOthers
    public String presence;

    @WrittenByOthers
    public List<String> role;

    @BsonProperty("dcloud_appid")
    @WrittenByOthers
    public List<String> dcloudAppid;

    @WrittenByOthers
    public List<String> tags;

    @WrittenByOthers
    public List<Identity> identities;

    @BsonProperty("register_date")
    @WrittenByOthers
    public Long registerDate;

    /** Tokens that were issued in this second or before are revoked, see {@link TokenCut}. */
    /** When the operator erased the account. */
    @BsonProperty("erased_time")
    public Long erasedTime;

    @BsonProperty("valid_token_date")
    @WrittenByOthers(otherwise = "" + TokenCut.UNREADABLE)
    public Long validTokenDate;

    /** Individually revoked tokens, until they would have expired. */
    @BsonProperty("revoked_tokens")
    public List<Ended> revokedTokens;

    /** The sids that a logout has ended, as long as a token may have them; such tokens do not extend a device's record. */
    @BsonProperty("ended_sids")
    public List<Ended> endedSids;

    /**
     * Refuses a user who may not call.
     *
     * @throws Refusal 403 {@code uni-id-account-…}
     */
    public void requireGoodStanding() {
        if (TokenCut.isUnreadable(validTokenDate)) {
            throw new Refusal(ErrorCode.ACCOUNT_BANNED, "the account's valid_token_date cannot be read");
        }
        switch (status == null ? NORMAL : status) {
            case 1 -> throw new Refusal(ErrorCode.ACCOUNT_BANNED, "the account is banned");
            case 2 -> throw new Refusal(ErrorCode.ACCOUNT_AUDITING, "the account is being audited");
            case 3 -> throw new Refusal(ErrorCode.ACCOUNT_AUDIT_FAILED, "the account failed its audit");
            case 4 -> throw new Refusal(ErrorCode.ACCOUNT_CLOSED, "the account is closed");
            default -> {}
        }
    }

    @BsonIgnore
    public boolean isPresenceHidden() {
        return HIDDEN.equals(presence);
    }

    /** The index of the first of these providers who knows the user by this id. */
    int firstOf(List<String> providers, String uid) {
        return IntStream.range(0, providers.size())
                .filter(i -> identities.stream()
                        .anyMatch(identity -> providers.get(i).equals(identity.provider) && uid.equals(identity.uid)))
                .findFirst()
                .orElse(providers.size());
    }

    static boolean names(List<Ended> ended, String name) {
        return ended != null && ended.stream().anyMatch(one -> one.id.equals(name));
    }

    /** An identity at another provider. */
    public static class Identity {
        @WrittenByOthers
        public String provider;

        @WrittenByOthers
        public String uid;

        public Identity() {}

        public Identity(String provider, String uid) {
            this.provider = provider;
            this.uid = uid;
        }
    }

    /** A token's name or a sid, and until when it is remembered, in milliseconds. */
    public static class Ended {
        /** Stored as {@code _id}. */
        @BsonId
        public String id;

        public long exp;

        public Ended() {}

        public Ended(String id, long exp) {
            this.id = id;
            this.exp = exp;
        }
    }

    /** Sets the keys under which the names are found. */
    public void fold() {
        foldedUsername = keyOrNull(username);
        foldedNickname = keyOrNull(nickname);
    }

    private static String keyOrNull(String name) {
        String key = Folding.key(name);
        return key.isEmpty() ? null : key;
    }
}
