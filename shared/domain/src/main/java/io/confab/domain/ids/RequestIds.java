package io.confab.domain.ids;

/**
 * Request ids that a method and a database trigger on the same write derive in the same way, so that the event is pushed once
 * (docs/rules.md#pushes).
 */
public final class RequestIds {
    private RequestIds() {}

    /** 32 characters, from the kind of event, its document and the time of the change. */
    public static String of(String kind, String documentId, long time) {
        return Hashes.md5(kind + "," + documentId + "," + time);
    }
}
