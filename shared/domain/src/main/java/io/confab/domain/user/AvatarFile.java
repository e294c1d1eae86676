package io.confab.domain.user;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.json.Params;
import io.confab.domain.storage.WrittenByOthers;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** An avatar in the form of replies: {@code {name,extname,url}}. */
public class AvatarFile {
    private static final int MAX_NAME = 255;
    private static final int MAX_EXTNAME = 16;
    private static final int MAX_URL = 2_048;

    /** Not {@code //host}, nor what a browser takes for it: a backslash, or a control character that it leaves out. */
    private static final Pattern URL =
            Pattern.compile("(?:(?i:https?|cloud)://[^\\p{Cntrl}]|/(?![/\\\\]))[^\\p{Cntrl}]*");

    @WrittenByOthers
    public String name;

    @WrittenByOthers
    public String extname;

    @WrittenByOthers
    public String url;

    public AvatarFile() {}

    public AvatarFile(String name, String extname, String url) {
        this.name = name;
        this.extname = extname;
        this.url = url;
    }

    /**
     * Reads {@code {name,extname,url}} from a client.
     *
     * @throws io.confab.domain.error.Refusal 400 for a field that is too long, or a URL that no picture can have
     */
    public static AvatarFile decode(Params file) {
        return new AvatarFile(
                file.string("name", 0, MAX_NAME).orElse(null),
                file.string("extname", 0, MAX_EXTNAME).orElse(null),
                decodeUrl(file, "url").orElse(null));
    }

    /**
     * Reads an avatar from a back end: a URL, where an empty one means no picture, or {@code {name,extname,url}}.
     *
     * @throws io.confab.domain.error.Refusal as {@link #decode}
     */
    public static Optional<AvatarFile> decode(Params params, String name) {
        boolean isText = params.any(name).filter(JsonNode::isTextual).isPresent();
        return isText
                ? Optional.of(
                        params.id(name, MAX_URL).isEmpty()
                                ? new AvatarFile()
                                : new AvatarFile(
                                        null, null, decodeUrl(params, name).orElseThrow()))
                : params.object(name).map(AvatarFile::decode);
    }

    private static Optional<String> decodeUrl(Params params, String name) {
        Optional<String> url = params.string(name, 0, MAX_URL);
        if (url.filter(text -> !isUrl(text)).isPresent()) {
            throw params.bad(name, "must be an http, https or cloud URL, or a path that begins with one /");
        }
        return url;
    }

    /** A stored avatar for a reply: absent if it would be refused today, or has no fields (docs/rules.md#people). */
    public static Optional<AvatarFile> shown(AvatarFile stored) {
        return Optional.ofNullable(stored).filter(avatar -> avatar.isGood() && !avatar.saysNothing());
    }

    private boolean isGood() {
        return isWithin(name, MAX_NAME)
                && isWithin(extname, MAX_EXTNAME)
                && isWithin(url, MAX_URL)
                && (url == null || isUrl(url));
    }

    /** Whether it has no fields: no picture. */
    public boolean saysNothing() {
        return name == null && extname == null && url == null;
    }

    public boolean isSameAs(AvatarFile other) {
        return other != null && toBson().equals(other.toBson());
    }

    /** As it is stored inside of other documents. */
    public BsonDocument toBson() {
        BsonDocument document = new BsonDocument();
        putIfPresent(document, "name", name);
        putIfPresent(document, "extname", extname);
        putIfPresent(document, "url", url);
        return document;
    }

    private static void putIfPresent(BsonDocument document, String field, String value) {
        if (value != null) {
            document.put(field, new BsonString(value));
        }
    }

    private static boolean isWithin(String text, int maxLength) {
        return text == null || text.length() <= maxLength;
    }

    private static boolean isUrl(String text) {
        return URL.matcher(text).matches();
    }
}
