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
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * getUploadUrl: permits a user to upload a file for one of their conversations (docs/api/messages.md#getuploadurl;
 * docs/decisions/0018-uploads-by-signed-form.md, docs/decisions/0036-a-file-of-any-type-is-kept-as-a-harmless-one.md). Writes
 * only the number of bytes permitted today. The file's name is {@code uni-im/<conversation_id>/<128 random bits>/<a harmless
 * form of its own name>}, so no input of a client leads to another place, and nobody can find a file without knowing its URL.
 */
@Singleton
public class UploadPermits {
    private static final int RANDOM_BYTES = 16;

    private final ConversationReaders readers;
    private final UploadStorage storage;
    private final UploadRate rate;
    private final long maxBytes;
    private final ContentTypes types;
    private final SecureRandom random = new SecureRandom();

    UploadPermits(ConversationReaders readers, UploadStorage storage, UploadRate rate, ConfabConfig config) {
        this.readers = readers;
        this.storage = storage;
        this.rate = rate;
        this.maxBytes = config.upload().maxBytes();
        this.types = new ContentTypes(config.upload().contentTypes());
    }

    /**
     * Permits one upload.
     *
     * @param name the file's own name
     * @param contentType the type that the client names
     * @throws Refusal 403 when the conversation is not the bearer's, 413 if the file is too large, 400 if the type is not a
     *     content type or not allowed, 429 if the bearer's bytes of the day are used up
     */
    public Admitted<Permit> permit(
            TokenBearer bearer, String conversationId, String name, long size, String contentType) {
        String type =
                ContentTypes.meant(contentType).orElseThrow(() -> Refusal.badParam("contentType", "no content type"));
        if (!types.allows(type)) {
            throw Refusal.badParam("contentType", "files of this type are not allowed");
        }
        if (size > maxBytes) {
            throw new Refusal(ErrorCode.BODY_TOO_LARGE, "size: over " + maxBytes + " bytes");
        }
        return readers.require(bearer, conversationId, reader -> {
            rate.count(bearer.uid(), size);
            return storage.permit(
                    new UploadFile(key(conversationId, FileName.safe(name)), ContentTypes.kept(type), size));
        });
    }

    private String key(String conversationId, String name) {
        byte[] unguessable = new byte[RANDOM_BYTES];
        random.nextBytes(unguessable);
        return String.join("/", "uni-im", conversationId, HexFormat.of().formatHex(unguessable), name);
    }
}
