package io.confab.functions;

import io.confab.domain.membership.GroupLists;
import io.confab.domain.membership.GroupLists.MemberFilter;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.GroupJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists a group's members (docs/api/groups.md#getgroupmemberlist). */
@Singleton
public class GetGroupMemberListFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final GroupLists lists;

    GetGroupMemberListFunction(UrlCalls calls, GroupLists lists) {
        this.calls = calls;
        this.lists = lists;
    }

    @Funq("getGroupMemberList")
    public FunctionUrlReply getGroupMemberList(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            return Result.page(
                    lists.ofGroup(
                            caller,
                            new MemberFilter(
                                    params.requiredId("group_id"), params.id("user_id"), params.optionalKeyword()),
                            params.limit(DEFAULT_LIMIT, MAX_LIMIT),
                            params.cursor()),
                    GroupJson::member);
        });
    }
}
