package io.confab.domain.upload;

import java.text.Normalizer;

/** Makes a harmless name of what a client calls its file: one path segment of letters, digits and {@code ._-}. */
final class FileName {
    private static final int MAX_LENGTH = 100;
    private static final String NAMELESS = "file";

    private FileName() {}

    /** What is behind the last slash of either kind, anything strange in it replaced, its end (the extension) kept. */
    static String safe(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = Normalizer.normalize(last, Normalizer.Form.NFC)
                .replaceAll("[^\\p{L}\\p{N}._-]+", "_")
                .replaceAll("^[._-]+|[._-]+$", "")
                .replaceAll("\\.{2,}", ".");
        if (clean.isEmpty()) {
            return NAMELESS;
        }
        int from = clean.length() <= MAX_LENGTH
                ? 0
                : clean.offsetByCodePoints(clean.length(), -Math.min(MAX_LENGTH / 2, codePoints(clean)));
        return clean.substring(from);
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
