package io.confab.functions;

import io.confab.domain.invite.InviteState;
import io.confab.domain.membership.GroupJoinRequests;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.GroupJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists requests to join the groups that the caller manages (docs/api/groups.md#getgroupjoinlist). */
@Singleton
public class GetGroupJoinListFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final GroupJoinRequests requests;

    GetGroupJoinListFunction(UrlCalls calls, GroupJoinRequests requests) {
        this.calls = calls;
        this.requests = requests;
    }

    @Funq("getGroupJoinList")
    public FunctionUrlReply getGroupJoinList(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            return Result.page(
                    requests.list(
                            caller,
                            new GroupJoinRequests.Query(
                                    params.id("group_id"),
                                    InviteState.filter(params),
                                    params.limit(DEFAULT_LIMIT, MAX_LIMIT),
                                    params.cursor())),
                    GroupJson::request);
        });
    }
}
