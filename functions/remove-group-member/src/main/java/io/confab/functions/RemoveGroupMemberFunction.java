package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.membership.GroupLeaving;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;

/** Leaves a group, or expels others from it (docs/api/groups.md#removegroupmember). */
@Singleton
public class RemoveGroupMemberFunction {
    private final UrlCalls calls;
    private final GroupLeaving leaving;

    RemoveGroupMemberFunction(UrlCalls calls, GroupLeaving leaving) {
        this.calls = calls;
        this.leaving = leaving;
    }

    @Funq("removeGroupMember")
    public FunctionUrlReply removeGroupMember(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            String groupId = params.requiredId("group_id");
            List<String> uids = params.strings("user_ids", GroupLeaving.MAX_EXPELLED);
            boolean onlyMe = uids.stream().allMatch(caller.uid()::equals);
            if (onlyMe && (!uids.isEmpty() || !params.has("user_ids"))) {
                leaving.exit(caller, groupId);
            } else if (uids.isEmpty() || uids.contains(caller.uid())) {
                throw Refusal.badParam("user_ids", "must name yourself alone, or others");
            } else {
                leaving.expel(caller, groupId, uids);
            }
            return Result.empty();
        });
    }
}
