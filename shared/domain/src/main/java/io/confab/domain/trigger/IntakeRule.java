package io.confab.domain.trigger;

import io.confab.domain.intake.Intake;
import io.confab.domain.intake.IntakeRow;
import io.confab.domain.push.PushReport;
import jakarta.inject.Singleton;

/** A new row of the inbox is carried out. The stored row counts, not the event; later changes of it start nothing. */
@Singleton
class IntakeRule implements ChangeRule {
    private final Intake intake;

    IntakeRule(Intake intake) {
        this.intake = intake;
    }

    @Override
    public String collection() {
        return IntakeRow.COLLECTION;
    }

    @Override
    public PushReport apply(Change change) {
        if (change.operation() == Change.Operation.INSERT) {
            intake.complete(change.id());
        }
        return new PushReport.Nothing();
    }
}
