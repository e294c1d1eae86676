package io.confab.bench.guard;

import java.util.function.IntFunction;

/** JSON that anybody can send, of any size. */
enum HostileBody {
    FLAT("a hundred characters a key", bytes -> object(bytes, i -> "\"key" + i + "\":\"" + "x".repeat(100) + "\"")),
    ONE_TEXT("one text", bytes -> "{\"text\":\"" + "x".repeat(bytes - 11) + "\"}"),
    ESCAPES("one text of escapes", bytes -> "{\"text\":\"" + "\\u4e00".repeat((bytes - 11) / 6) + "\"}"),
    SHORT_KEYS("short keys", bytes -> object(bytes, i -> key(i) + ":0")),
    EQUAL_HASHES("keys of equal hashes", bytes -> object(bytes, i -> "\"" + equalHash(i) + "\":0")),
    LONG_PATHS("numbers below 30 keys of 1,000 characters", HostileBody::longPaths),
    DEEP_ARRAYS("arrays 31 deep", bytes -> object(bytes, i -> "\"" + i + "\":" + "[".repeat(31) + "]".repeat(31))),
    LONG_NUMBERS("numbers of 900 digits", bytes -> object(bytes, i -> "\"" + i + "\":0." + "123456789".repeat(100))),
    TOO_MANY_VALUES("too many numbers", bytes -> "{\"list\":[" + "0,".repeat((bytes - 12) / 2) + "0]}"),
    TOO_DEEP("too deep", bytes -> "{\"list\":" + "[".repeat((bytes - 9) / 2) + "]".repeat((bytes - 9) / 2) + "}"),
    TOO_LONG_KEYS("one key", bytes -> "{\"" + "k".repeat(bytes - 6) + "\":0}");

    private static final int SPREAD = 16;

    private final String description;
    private final IntFunction<String> json;

    HostileBody(String description, IntFunction<String> json) {
        this.description = description;
        this.json = json;
    }

    String description() {
        return description;
    }

    /** A body of about this number of bytes. */
    String json(int bytes) {
        return json.apply(bytes);
    }

    private static String object(int bytes, IntFunction<String> field) {
        StringBuilder json = new StringBuilder("{").append(field.apply(0));
        for (int i = 1; json.length() < bytes; i++) {
            json.append(',').append(field.apply(i));
        }
        return json.append('}').toString();
    }

    private static String key(int number) {
        return "\"" + Integer.toString(number + 100_000, Character.MAX_RADIX) + "\"";
    }

    /** {@code Aa} and {@code BB} have the same hash in Java. */
    private static String equalHash(int number) {
        StringBuilder key = new StringBuilder();
        for (int bit = 0; bit < SPREAD; bit++) {
            key.append(((number >> bit) & 1) == 0 ? "Aa" : "BB");
        }
        return key.toString();
    }

    private static String longPaths(int bytes) {
        String key = "{\"" + "k".repeat(1_000) + "\":";
        String open = key.repeat(30);
        String list = "[" + "0,".repeat((bytes - open.length() - 40) / 20 * 3) + "0]";
        String more =
                "[" + ("{\"" + "k".repeat(1_000) + "\":0},").repeat((bytes - open.length() - list.length()) / 1_006)
                        + list + "]";
        return open + more + "}".repeat(30);
    }
}
