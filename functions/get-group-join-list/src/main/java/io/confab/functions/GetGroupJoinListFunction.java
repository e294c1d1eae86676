package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupJoinRequests;
import io.confab.domain.json.Params;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Lists requests to join the groups that the caller manages (contract section 4, getGroupJoinList). */
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
            GroupJoinRequests.Page page = requests.list(
                    caller,
                    new GroupJoinRequests.Query(
                            params.id("group_id"),
                            state(params),
                            params.limit(DEFAULT_LIMIT, MAX_LIMIT),
                            params.id("cursor")));
            return Result.page(page.data(), page.nextCursor());
        });
    }

    private static OptionalInt state(Params params) {
        OptionalLong given = params.integer("state", GroupJoinRequest.REFUSED, GroupJoinRequest.ACCEPTED);
        if (given.isEmpty()) {
            return OptionalInt.empty();
        }
        int state = (int) given.getAsLong();
        if (!GroupJoinRequest.STATES.contains(state)) {
            throw Refusal.badParam("state", "must be 0, 100 or -100");
        }
        return OptionalInt.of(state);
    }
}
