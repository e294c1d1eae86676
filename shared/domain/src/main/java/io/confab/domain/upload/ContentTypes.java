package io.confab.domain.upload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which types of files may be uploaded, and the types under which they are stored (docs/rules.md#uploads;
 * docs/decisions/0036-a-file-of-any-type-is-kept-as-a-harmless-one.md): types that no browser runs stay as they are, all others
 * become {@link #UNKNOWN}.
 */
public final class ContentTypes {
    /** The type of a file whose client names none, and of every file that is not known to be harmless. */
    public static final String UNKNOWN = "application/octet-stream";

    private static final String PDF = "application/pdf";
    private static final String TOKEN = "[a-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern FORM = Pattern.compile(TOKEN + "/" + TOKEN);
    private static final Pattern SOUND_OR_FILM = Pattern.compile("(audio|video)/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");
    private static final Set<String> HARMLESS = Set.of(
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/avif",
            "image/bmp",
            "image/heic",
            "image/heif",
            "image/tiff",
            "text/plain",
            PDF);
    /** The type that some browsers name for a file that they do not know. */
    private static final Set<String> NOTHING = Set.of("", "_");

    private final List<String> allowed;

    /**
     * @param allowed content types separated by commas; {@code image/*} means all images
     */
    ContentTypes(String allowed) {
        this.allowed = Arrays.stream(allowed.split(","))
                .map(type -> type.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * The type that a client means: without parameters and blanks, in lower case; {@link #UNKNOWN} if it names none.
     *
     * @return empty if it is not a content type
     */
    public static Optional<String> meant(String said) {
        int parameters = said.indexOf(';');
        String type =
                (parameters < 0 ? said : said.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        if (NOTHING.contains(type)) {
            return Optional.of(UNKNOWN);
        }
        return Optional.of(type).filter(text -> FORM.matcher(text).matches());
    }

    /** Whether the operator allows files of this type, as the client means it. */
    boolean allows(String meant) {
        String family = meant.substring(0, meant.indexOf('/')) + "/*";
        return allowed.contains(meant) || allowed.contains(family) || allowed.contains("*/*");
    }

    /** The type with which a file of this type is stored and served. */
    public static String kept(String said) {
        return meant(said)
                .filter(type ->
                        HARMLESS.contains(type) || SOUND_OR_FILM.matcher(type).matches())
                .orElse(UNKNOWN);
    }

    /** Whether a browser may display a file that is stored with this type; all others are downloads. */
    public static boolean isShownInPlace(String kept) {
        return isImage(kept) || kept.startsWith("audio/") || kept.startsWith("video/") || isPdf(kept);
    }

    static boolean isImage(String kept) {
        return kept.startsWith("image/");
    }

    public static boolean isPdf(String kept) {
        return kept.equals(PDF);
    }
}
