package io.confab.functions;

import io.confab.domain.invite.InviteState;
import io.confab.domain.membership.GroupJoining;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.GroupJson;
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
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            GroupJoining.Outcome outcome =
                    joining.join(caller, params.requiredId("group_id"), InviteState.message(params));
            return Result.data(GroupJson.joined(outcome));
        });
    }
}
