package io.confab.functions;

import io.confab.domain.block.Blocks;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Ends a block (docs/api/people.md#unblockuser). */
@Singleton
public class UnblockUserFunction {
    private final UrlCalls calls;
    private final Blocks blocks;

    UnblockUserFunction(UrlCalls calls, Blocks blocks) {
        this.calls = calls;
        this.blocks = blocks;
    }

    @Funq("unblockUser")
    public FunctionUrlReply unblockUser(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.of("user_id").storing(), (caller, params) -> {
            blocks.unblock(caller, params.requiredId("user_id"));
            return Result.empty();
        });
    }
}
