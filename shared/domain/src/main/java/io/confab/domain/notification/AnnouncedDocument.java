package io.confab.domain.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The state of a document that an {@link Announcement} is about. */
public interface AnnouncedDocument {
    String documentId();

    /** When it came into this state (milliseconds). */
    long time();

    /** The {@code data} of the payload, as it is stored and pushed. */
    ObjectNode toJson();
}
