package io.confab.domain.ids;

/**
 * Request ids that a method and the database trigger of its write derive alike, so that one event pushes once
 * (docs/rules.md#pushes).
 */
public final class RequestIds {
    private RequestIds() {}

    /** 32 characters, from the kind of event, its document and the time of the change. */
    public static String of(String kind, String documentId, long time) {
        return ConversationIds.md5(kind + "," + documentId + "," + time);
    }
}
