package io.confab.domain.upload;

import io.confab.domain.access.ConversationReaders;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.rate.UploadRate;
import io.confab.domain.upload.UploadStorage.Permit;
import io.confab.domain.upload.UploadStorage.UploadFile;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * getUploadUrl: permits a user to upload a file for one of their conversations, or a picture of themselves
 * (docs/api/messages.md#getuploadurl; docs/decisions/0018-uploads-by-signed-form.md,
 * docs/decisions/0036-a-file-of-any-type-is-kept-as-a-harmless-one.md). Writes only the number of bytes permitted today. The
 * file's name is {@code uni-im/<conversation_id>/<128 random bits>/<a harmless form of its own name>} or begins with {@code
 * uni-im/avatar/<uid>/}, so no input of a client leads to another place, and nobody can find a file without knowing its URL.
 */
@Singleton
public class UploadPermits {
    private static final int RANDOM_BYTES = 16;
    private static final long MAX_AVATAR_BYTES = 5L << 20;

    private final ConversationReaders readers;
    private final UserRepository users;
    private final UploadStorage storage;
    private final UploadRate rate;
    private final long maxBytes;
    private final ContentTypes types;
    private final SecureRandom random = new SecureRandom();

    UploadPermits(
            ConversationReaders readers,
            UserRepository users,
            UploadStorage storage,
            UploadRate rate,
            ConfabConfig config) {
        this.readers = readers;
        this.users = users;
        this.storage = storage;
        this.rate = rate;
        this.maxBytes = config.upload().maxBytes();
        this.types = new ContentTypes(config.upload().contentTypes());
    }

    /**
     * A file as its client describes it.
     *
     * @param contentType the type that the client names
     */
    public record Described(String name, long size, String contentType) {}

    /**
     * Permits one upload.
     *
     * @throws Refusal 403 when the conversation is not the bearer's, 413 if the file is too large, 400 if the type is not a
     *     content type or not allowed, 429 if the bearer's bytes of the day are used up
     */
    public Admitted<Permit> permit(TokenBearer bearer, String conversationId, Described file) {
        String type = allowedType(file);
        requireSize(file, maxBytes);
        return readers.require(
                bearer, conversationId, reader -> permit(bearer.uid(), conversationId, file, ContentTypes.kept(type)));
    }

    /**
     * Permits the upload of the bearer's picture of themselves, whose URL they then set with updateMyInfo.
     *
     * @throws Refusal 413 if the file is too large, 400 if the type is no image that browsers show, or not allowed, 429 if the
     *     bearer's bytes of the day are used up
     */
    public Admitted<Permit> permitAvatar(TokenBearer bearer, Described file) {
        String type = ContentTypes.kept(allowedType(file));
        if (!ContentTypes.isImage(type)) {
            throw Refusal.badParam("contentType", "an avatar is an image, such as image/png or image/jpeg");
        }
        requireSize(file, Math.min(maxBytes, MAX_AVATAR_BYTES));
        String folder = "avatar/" + FileName.safe(bearer.uid());
        return bearer.admit(users.findOne(bearer.uid()), caller -> permit(caller.uid(), folder, file, type));
    }

    private String allowedType(Described file) {
        String type = ContentTypes.meant(file.contentType())
                .orElseThrow(() -> Refusal.badParam("contentType", "no content type"));
        if (!types.allows(type)) {
            throw Refusal.badParam("contentType", "files of this type are not allowed");
        }
        return type;
    }

    private static void requireSize(Described file, long max) {
        if (file.size() > max) {
            throw new Refusal(ErrorCode.BODY_TOO_LARGE, "size: over " + max + " bytes");
        }
    }

    private Permit permit(String uid, String folder, Described file, String type) {
        rate.count(uid, file.size());
        return storage.permit(new UploadFile(key(folder, FileName.safe(file.name())), type, file.size()));
    }

    private String key(String folder, String name) {
        byte[] unguessable = new byte[RANDOM_BYTES];
        random.nextBytes(unguessable);
        return String.join("/", "uni-im", folder, HexFormat.of().formatHex(unguessable), name);
    }
}
