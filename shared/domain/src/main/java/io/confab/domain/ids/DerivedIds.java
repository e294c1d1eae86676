package io.confab.domain.ids;

/** Derives the unique ids of the messages that one call with a unique id stores. */
public final class DerivedIds {
    private DerivedIds() {}

    /**
     * The same parts give the same id, other parts another one.
     *
     * @param kind the beginning of the id
     */
    public static String of(String kind, String... parts) {
        StringBuilder all = new StringBuilder();
        for (String part : parts) {
            all.append(part.length()).append(',').append(part);
        }
        return kind + "-" + Hashes.md5(all.toString());
    }
}
