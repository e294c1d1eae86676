package io.confab.functions;

import io.confab.domain.invite.InviteState;
import io.confab.domain.membership.GroupJoinRequests;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Accepts or refuses a request to join a group (docs/api/groups.md#handlegroupjoin). */
@Singleton
public class HandleGroupJoinFunction {
    private final UrlCalls calls;
    private final GroupJoinRequests requests;

    HandleGroupJoinFunction(UrlCalls calls, GroupJoinRequests requests) {
        this.calls = calls;
        this.requests = requests;
    }

    @Funq("handleGroupJoin")
    public FunctionUrlReply handleGroupJoin(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            requests.handle(caller, params.requiredId("_id"), InviteState.decision(params));
            return Result.empty();
        });
    }
}
