package io.confab.local.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;

/**
 * The keys of web push of a laptop: made at the first start and kept in the data folder, because browsers' subscriptions belong
 * to them. Keys in the environment count instead.
 */
final class VapidFile {
    private static final String NAME = "vapid.properties";
    private static final String PUBLIC = "confab.vapid.public-key";
    private static final String PRIVATE = "confab.vapid.private-key";
    private static final String SUBJECT = "confab.vapid.subject";
    private static final int COORDINATE_BYTES = 32;

    private VapidFile() {}

    /** Sets the keys as settings of this process, unless the environment has them. */
    static void configure(Path folder, Map<String, String> environment) {
        if (!environment.getOrDefault("CONFAB_VAPID_PUBLIC_KEY", "").isBlank()) {
            return;
        }
        try {
            Path file = folder.resolve(NAME);
            if (!Files.exists(file)) {
                write(make(), file);
            }
            Properties keys = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in);
            }
            for (String name : new String[] {PUBLIC, PRIVATE}) {
                System.setProperty(name, keys.getProperty(name, ""));
            }
            if (environment.getOrDefault("CONFAB_VAPID_SUBJECT", "").isBlank()) {
                System.setProperty(SUBJECT, "mailto:confab@example.com");
            }
        } catch (IOException e) {
            throw new StartProblem(
                    "The file " + folder.resolve(NAME) + " cannot be read or written: " + e.getMessage());
        }
    }

    private static Properties make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey point = (ECPublicKey) pair.getPublic();
            byte[] bytes = new byte[1 + 2 * COORDINATE_BYTES];
            bytes[0] = 4;
            System.arraycopy(bytes(point.getW().getAffineX()), 0, bytes, 1, COORDINATE_BYTES);
            System.arraycopy(bytes(point.getW().getAffineY()), 0, bytes, 1 + COORDINATE_BYTES, COORDINATE_BYTES);
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            Properties keys = new Properties();
            keys.setProperty(PUBLIC, base64.encodeToString(bytes));
            keys.setProperty(PRIVATE, base64.encodeToString(bytes(((ECPrivateKey) pair.getPrivate()).getS())));
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has the curve P-256", e);
        }
    }

    /** Exactly 32 bytes, the highest first. */
    private static byte[] bytes(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[COORDINATE_BYTES];
        int length = Math.min(signed.length, COORDINATE_BYTES);
        System.arraycopy(
                Arrays.copyOfRange(signed, signed.length - length, signed.length),
                0,
                bytes,
                COORDINATE_BYTES - length,
                length);
        return bytes;
    }

    /** All or nothing, and for this user alone. */
    private static void write(Properties keys, Path file) throws IOException {
        Path part = file.resolveSibling(NAME + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            keys.store(out, "The keys of web push; browsers' subscriptions belong to them.");
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
