package io.confab.functions;

import io.confab.domain.user.People;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.UserJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists everybody, where the operator opened the directory (docs/api/people.md#getuserlist). */
@Singleton
public class GetUserListFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final People people;

    GetUserListFunction(UrlCalls calls, People people) {
        this.calls = calls;
        this.people = people;
    }

    @Funq("getUserList")
    public FunctionUrlReply getUserList(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            return Result.page(
                    people.directory(params.limit(DEFAULT_LIMIT, MAX_LIMIT), params.cursor()), UserJson::profile);
        });
    }
}
