package io.confab.functions;

import io.confab.domain.membership.GroupDissolving;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Ends a group for everybody (docs/api/groups.md#dissolvegroup). */
@Singleton
public class DissolveGroupFunction {
    private final UrlCalls calls;
    private final GroupDissolving dissolving;

    DissolveGroupFunction(UrlCalls calls, GroupDissolving dissolving) {
        this.calls = calls;
        this.dissolving = dissolving;
    }

    @Funq("dissolveGroup")
    public FunctionUrlReply dissolveGroup(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.of("group_id").storing(), (caller, params) -> {
            dissolving.dissolve(caller, params.requiredId("group_id"));
            return Result.empty();
        });
    }
}
