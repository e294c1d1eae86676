package io.confab.functions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.edge.internal.InternalCalls;
import io.confab.push.fanout.GroupFanOut;
import io.confab.wire.PushJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Pushes to a group page by page, re-invoking itself; for functions (docs/api/README.md#sendmsgtogroup). */
@Singleton
public class SendMsgToGroupFunction {
    private final InternalCalls calls;
    private final GroupFanOut fanOut;

    SendMsgToGroupFunction(InternalCalls calls, GroupFanOut fanOut) {
        this.calls = calls;
        this.fanOut = fanOut;
    }

    @Funq("sendMsgToGroup")
    public ObjectNode sendMsgToGroup(ObjectNode event) {
        return calls.runWhenReady(event, given -> PushJson.groupReport(fanOut.run(given)));
    }
}
