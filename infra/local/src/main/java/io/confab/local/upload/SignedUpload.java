package io.confab.local.upload;

import io.confab.domain.upload.UploadStorage.UploadFile;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The content of one permission to upload, and its signature.
 *
 * @param expires end of the permission in milliseconds
 */
record SignedUpload(UploadFile file, long expires) {

    String signature(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(("upload" + secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String said = String.join(
                    "\n", file.key(), file.contentType(), Long.toString(file.size()), Long.toString(expires));
            return HexFormat.of().formatHex(mac.doFinal(said.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    boolean isSignedBy(String secret, String signature) {
        return MessageDigest.isEqual(
                signature(secret).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }
}
