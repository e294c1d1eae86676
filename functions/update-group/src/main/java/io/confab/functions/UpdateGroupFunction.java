package io.confab.functions;

import io.confab.domain.group.GroupSettings;
import io.confab.domain.membership.GroupUpdating;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Sets fields of a group (docs/api/groups.md#updategroup). */
@Singleton
public class UpdateGroupFunction {
    private final UrlCalls calls;
    private final GroupUpdating updating;

    UpdateGroupFunction(UrlCalls calls, GroupUpdating updating) {
        this.calls = calls;
        this.updating = updating;
    }

    @Funq("updateGroup")
    public FunctionUrlReply updateGroup(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            updating.update(caller, params.requiredId("group_id"), GroupSettings.decode(params));
            return Result.empty();
        });
    }
}
