package io.confab.functions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.trigger.ChangeBatch;
import io.confab.edge.internal.InternalCalls;
import io.confab.edge.trigger.ChangeEvents;
import io.confab.push.send.PushSending;
import io.confab.wire.PushJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/**
 * Pushes to people and devices, for functions; pushes what changes of the database mean, for triggers
 * (docs/api/README.md#sendpushmsg, docs/triggers.md).
 */
@Singleton
public class SendPushMsgFunction {
    private final InternalCalls calls;
    private final PushSending sending;
    private final ChangeEvents events;
    private final ChangeBatch changes;

    SendPushMsgFunction(InternalCalls calls, PushSending sending, ChangeEvents events, ChangeBatch changes) {
        this.calls = calls;
        this.sending = sending;
        this.events = events;
        this.changes = changes;
    }

    @Funq("sendPushMsg")
    public ObjectNode sendPushMsg(ObjectNode event) {
        return calls.runWhenReady(
                event,
                given -> events.isOne(given)
                        ? PushJson.reports(changes.process(events.of(given)))
                        : PushJson.report(sending.send(given)));
    }
}
