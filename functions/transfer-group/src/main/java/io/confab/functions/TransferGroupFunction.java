package io.confab.functions;

import io.confab.domain.membership.GroupRoles;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Makes another member the creator of a group (docs/api/groups.md#transfergroup). */
@Singleton
public class TransferGroupFunction {
    private final UrlCalls calls;
    private final GroupRoles roles;

    TransferGroupFunction(UrlCalls calls, GroupRoles roles) {
        this.calls = calls;
        this.roles = roles;
    }

    @Funq("transferGroup")
    public FunctionUrlReply transferGroup(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            String groupId = params.requiredId("group_id");
            roles.transfer(caller, groupId, params.requiredId("user_id"));
            return Result.empty();
        });
    }
}
