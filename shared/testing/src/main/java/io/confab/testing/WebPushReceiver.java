package io.confab.testing;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser does with an encrypted push (RFC 8291 and 8188), written from the standards and independent of the library that
 * encrypts. Its keys are those of RFC 8291, appendix A.
 */
public final class WebPushReceiver {
    public static final String P256DH =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    public static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

    private static final String PRIVATE_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private static final int SALT_BYTES = 16;
    private static final int POINT_BYTES = 65;
    private static final int LAST_RECORD = 2;

    private WebPushReceiver() {}

    /** What {@code JSON.stringify} of its subscription gives. */
    public static String subscription(String endpoint) {
        return "{\"endpoint\":\"" + endpoint + "\",\"expirationTime\":null,\"keys\":{\"p256dh\":\"" + P256DH
                + "\",\"auth\":\"" + AUTH + "\"}}";
    }

    /** The text of an encrypted push of one record. */
    public static String decrypt(byte[] body) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] salt = bytes(in, SALT_BYTES);
        in.getInt();
        byte[] sender = bytes(in, in.get() & 0xff);
        byte[] receiver = Base64.getUrlDecoder().decode(P256DH);
        byte[] info = joined("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), receiver, sender);
        byte[] ikm = expand(hmac(Base64.getUrlDecoder().decode(AUTH), agreed(sender)), info, 32);
        byte[] prk = hmac(salt, ikm);
        byte[] key = expand(prk, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
        byte[] nonce = expand(prk, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] padded = cipher.doFinal(bytes(in, in.remaining()));
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != LAST_RECORD) {
            throw new GeneralSecurityException("no delimiter of a last record");
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    private static byte[] agreed(byte[] sender) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = curve.getParameterSpec(ECParameterSpec.class);
        KeyFactory keys = KeyFactory.getInstance("EC");
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(keys.generatePrivate(
                new ECPrivateKeySpec(new BigInteger(1, Base64.getUrlDecoder().decode(PRIVATE_KEY)), p256)));
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(sender, 1, 33));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(sender, 33, POINT_BYTES));
        agreement.doPhase(keys.generatePublic(new ECPublicKeySpec(new ECPoint(x, y), p256)), true);
        return agreement.generateSecret();
    }

    private static byte[] expand(byte[] key, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(key, joined(info, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
