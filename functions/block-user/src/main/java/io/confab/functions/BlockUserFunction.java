package io.confab.functions;

import io.confab.domain.block.Blocks;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Blocks a user: their messages and invites are refused (docs/api/people.md#blockuser). */
@Singleton
public class BlockUserFunction {
    private final UrlCalls calls;
    private final Blocks blocks;

    BlockUserFunction(UrlCalls calls, Blocks blocks) {
        this.calls = calls;
        this.blocks = blocks;
    }

    @Funq("blockUser")
    public FunctionUrlReply blockUser(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.of("user_id").storing(), (caller, params) -> {
            blocks.block(caller, params.requiredId("user_id"));
            return Result.empty();
        });
    }
}
