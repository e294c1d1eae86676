package io.confab.functions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.invite.InviteState;
import io.confab.domain.membership.GroupJoining;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Joins a group, or asks to (docs/api/groups.md#joingroup). */
@Singleton
public class JoinGroupFunction {
    private final UrlCalls calls;
    private final GroupJoining joining;

    JoinGroupFunction(UrlCalls calls, GroupJoining joining) {
        this.calls = calls;
        this.joining = joining;
    }

    @Funq("joinGroup")
    public FunctionUrlReply joinGroup(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            GroupJoining.Outcome outcome =
                    joining.join(caller, params.requiredId("group_id"), InviteState.message(params));
            ObjectNode data = JsonNodeFactory.instance.objectNode().put("state", outcome.state());
            outcome.requestId().ifPresent(id -> data.put("_id", id));
            return Result.data(data);
        });
    }
}
