package io.confab.local.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the web client, ready to be sent.
 *
 * @param type its content type
 * @param etag a strong validator of {@code bytes}: their hash, in quotes
 * @param zipped the same bytes compressed by gzip
 */
record WebFile(String type, String etag, byte[] bytes, byte[] zipped) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "webmanifest", "application/manifest+json",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/vnd.microsoft.icon",
            "woff2", "font/woff2");
    private static final int ETAG_BYTES = 16;

    static WebFile of(String name, byte[] bytes) {
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        return new WebFile(type, '"' + hash(bytes) + '"', bytes, zip(bytes));
    }

    /** The validator of {@code zipped}: other bytes than those of {@link #etag()}. */
    String zippedEtag() {
        return etag.substring(0, etag.length() - 1) + "-gzip\"";
    }

    boolean isPage() {
        return type.startsWith("text/html");
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(whole, 0, ETAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
