package io.confab.domain.upload;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Makes a harmless name from a client's file name: one path segment of letters, marks and digits of all scripts and {@code
 * ._-}, which begins with neither a mark nor a dot, and which all file systems and S3 accept.
 */
final class FileName {
    private static final String NAMELESS = "file";
    /** File systems accept 255 bytes, and some store a name decomposed. */
    private static final int MAX_BYTES = 200;

    private static final int MAX_LENGTH = 100;
    private static final int MAX_EXTENSION = 16;
    private static final Pattern FOREIGN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._-]+");
    private static final Pattern BAD_START = Pattern.compile("^[\\p{M}._-]+");
    private static final Pattern BAD_END = Pattern.compile("[._-]+$");
    private static final Pattern DOTS = Pattern.compile("\\.{2,}");
    /** On Windows these are devices, whatever their extension. */
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com\\p{N}|lpt\\p{N})(\\..*)?", Pattern.CASE_INSENSITIVE);

    private FileName() {}

    /** The part after the last slash or backslash, with other characters replaced, and with its end (the extension) kept. */
    static String safe(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String own = last.replaceFirst("^\\.+", "");
        int dot = own.lastIndexOf('.');
        String extension = dot < 0 ? "" : clean(own.substring(dot + 1));
        if (extension.codePointCount(0, extension.length()) > MAX_EXTENSION) {
            extension = "";
        }
        String end = extension.isEmpty() ? "" : "." + extension;
        String stem = clean(end.isEmpty() ? own : own.substring(0, dot));
        String safe = cut(stem.isEmpty() ? NAMELESS : stem, end) + end;
        return DEVICE.matcher(safe).matches() ? "_" + safe : safe;
    }

    private static String clean(String text) {
        String known =
                FOREIGN.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll("_");
        String begun = BAD_START.matcher(known).replaceFirst("");
        return DOTS.matcher(BAD_END.matcher(begun).replaceFirst("")).replaceAll(".");
    }

    private static String cut(String stem, String end) {
        int length = Math.min(stem.codePointCount(0, stem.length()), MAX_LENGTH);
        String cut = stem.substring(0, stem.offsetByCodePoints(0, length));
        while (bytes(cut) + bytes(end) > MAX_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return BAD_END.matcher(cut).replaceFirst("");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
