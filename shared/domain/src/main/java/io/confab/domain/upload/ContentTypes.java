package io.confab.domain.upload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which kinds of files may be uploaded: those that the operator allows, never one that a browser would run in the name of
 * where the file lies.
 */
public final class ContentTypes {
    /** Of a file whose client does not say. */
    public static final String UNKNOWN = "application/octet-stream";

    private static final Pattern FORM = Pattern.compile("[a-z]+/[a-z0-9][a-z0-9.+-]{0,98}");
    private static final Set<String> NEVER = Set.of(
            "text/html",
            "text/xml",
            "text/javascript",
            "application/javascript",
            "application/ecmascript",
            "application/x-shockwave-flash");

    private final List<String> allowed;

    /**
     * @param allowed comma-separated; {@code image/*} stands for all images
     */
    ContentTypes(String allowed) {
        this.allowed = Arrays.stream(allowed.split(","))
                .map(type -> type.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether a file of this type, in lower case and without parameters, may be uploaded. */
    boolean allows(String type) {
        if (!FORM.matcher(type).matches() || NEVER.contains(type) || type.endsWith("+xml") || type.endsWith("/xml")) {
            return false;
        }
        String family = type.substring(0, type.indexOf('/')) + "/*";
        return allowed.contains(type) || allowed.contains(family) || allowed.contains("*/*");
    }

    /** Whether a browser may show it in place; everything else is for saving. */
    public static boolean isShownInPlace(String type) {
        return type.startsWith("image/") || type.startsWith("audio/") || type.startsWith("video/");
    }
}
