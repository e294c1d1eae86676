package io.confab.functions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.edge.internal.InternalCalls;
import io.confab.push.send.PushSending;
import io.confab.wire.PushJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Pushes to people and devices; for functions and triggers (docs/api/README.md#sendpushmsg). */
@Singleton
public class SendPushMsgFunction {
    private final InternalCalls calls;
    private final PushSending sending;

    SendPushMsgFunction(InternalCalls calls, PushSending sending) {
        this.calls = calls;
        this.sending = sending;
    }

    @Funq("sendPushMsg")
    public ObjectNode sendPushMsg(ObjectNode event) {
        return calls.run(event, given -> PushJson.report(sending.send(given)));
    }
}
