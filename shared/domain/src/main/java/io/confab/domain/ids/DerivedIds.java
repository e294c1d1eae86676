package io.confab.domain.ids;

/** The unique ids of the messages that one call with a unique id makes. */
public final class DerivedIds {
    private DerivedIds() {}

    /**
     * The same for the same parts, and no other.
     *
     * @param kind begins it
     */
    public static String of(String kind, String... parts) {
        StringBuilder all = new StringBuilder();
        for (String part : parts) {
            all.append(part.length()).append(',').append(part);
        }
        return kind + "-" + ConversationIds.md5(all.toString());
    }
}
