package io.confab.functions;

import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.UserJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Shows the caller's own profile (docs/api/people.md#getmyinfo). */
@Singleton
public class GetMyInfoFunction {
    private final UrlCalls calls;

    GetMyInfoFunction(UrlCalls calls) {
        this.calls = calls;
    }

    @Funq("getMyInfo")
    public FunctionUrlReply getMyInfo(FunctionUrlEvent event) {
        return calls.asCaller(
                event, Method.OF_OBJECT, (caller, params) -> Result.data(UserJson.own(caller.ownDetails())));
    }
}
