package io.confab.domain.trigger;

import io.confab.domain.push.PushReport;

/** What follows from the changes of one collection. Harmless when repeated, late or out of order. */
interface ChangeRule {
    String collection();

    /** Does what follows; {@link PushReport.Nothing} for a change from which nothing follows. */
    PushReport apply(Change change);
}
