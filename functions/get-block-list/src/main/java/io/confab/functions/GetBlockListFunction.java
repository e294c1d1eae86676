package io.confab.functions;

import io.confab.domain.block.Blocks;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.UserJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists whom the caller blocks, the latest first (docs/api/people.md#getblocklist). */
@Singleton
public class GetBlockListFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final Blocks blocks;

    GetBlockListFunction(UrlCalls calls, Blocks blocks) {
        this.calls = calls;
        this.blocks = blocks;
    }

    @Funq("getBlockList")
    public FunctionUrlReply getBlockList(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            return Result.page(
                    blocks.page(caller, params.limit(DEFAULT_LIMIT, MAX_LIMIT), params.cursor()), UserJson::blocked);
        });
    }
}
