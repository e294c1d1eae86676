package io.confab.domain.user;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A stored user: collection {@code uni-id-users} (contract section 6). Fields that Confab does not use stay untouched. */
@MongoEntity(collection = User.COLLECTION)
public class User {
    public static final String COLLECTION = "uni-id-users";

    @BsonId
    public String id;

    public String username;
    public String nickname;

    @BsonProperty("avatar_file")
    public AvatarFile avatarFile;

    public Integer gender;
    public String mobile;
    public String email;

    /** 0 or absent: normal; 1 banned, 2 auditing, 3 audit failed, 4 closed. */
    public Integer status;

    public List<String> role;

    @BsonProperty("dcloud_appid")
    public List<String> dcloudAppid;

    public List<String> tags;
    public List<Identity> identities;

    /** The external identity once more as one string, {@code provider#uid}: unique, so that registering twice stores one user. */
    @BsonProperty("identity_key")
    public String identityKey;

    @BsonProperty("register_date")
    public Long registerDate;

    /** Tokens issued before this time (compared by whole seconds) are void. */
    @BsonProperty("valid_token_date")
    public Long validTokenDate;

    /** Tokens revoked one by one, until they would have expired anyway. */
    @BsonProperty("revoked_tokens")
    public List<RevokedToken> revokedTokens;

    /** An identity at another provider. */
    public static class Identity {
        public String provider;
        public String uid;

        public Identity() {}

        public Identity(String provider, String uid) {
            this.provider = provider;
            this.uid = uid;
        }
    }

    /** A token's id (see {@link TokenBearer#tokenId()}) and its own end, in milliseconds. */
    public static class RevokedToken {
        public String id;
        public long exp;

        public RevokedToken() {}

        public RevokedToken(String id, long exp) {
            this.id = id;
            this.exp = exp;
        }
    }
}
