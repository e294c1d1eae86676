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

/** Finds groups by id or by their exact name (docs/api/groups.md#searchgroups). */
@Singleton
public class SearchGroupsFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_KEYWORD = 1_000;

    private final UrlCalls calls;
    private final GroupLists lists;

    SearchGroupsFunction(UrlCalls calls, GroupLists lists) {
        this.calls = calls;
        this.lists = lists;
    }

    @Funq("searchGroups")
    public FunctionUrlReply searchGroups(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.of("keyword"), (caller, params) -> {
            String keyword = params.keyword(1, MAX_KEYWORD);
            return Result.page(
                    lists.search(keyword, params.limit(DEFAULT_LIMIT, MAX_LIMIT), params.cursor()), GroupJson::found);
        });
    }
}
