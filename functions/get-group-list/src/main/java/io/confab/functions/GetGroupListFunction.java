package io.confab.functions;

import io.confab.domain.membership.GroupLists;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.GroupJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists the caller's groups, newest first (docs/api/groups.md#getgrouplist). */
@Singleton
public class GetGroupListFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final GroupLists lists;

    GetGroupListFunction(UrlCalls calls, GroupLists lists) {
        this.calls = calls;
        this.lists = lists;
    }

    @Funq("getGroupList")
    public FunctionUrlReply getGroupList(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            return Result.page(
                    lists.ofUser(
                            caller, params.id("group_id"), params.limit(DEFAULT_LIMIT, MAX_LIMIT), params.cursor()),
                    GroupJson::membership);
        });
    }
}
