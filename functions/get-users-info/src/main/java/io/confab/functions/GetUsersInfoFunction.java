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

/** Tells what everyone may see of users (docs/api/people.md#getusersinfo). */
@Singleton
public class GetUsersInfoFunction {
    private static final int MAX_USER_IDS = 500;

    private final UrlCalls calls;
    private final People people;

    GetUsersInfoFunction(UrlCalls calls, People people) {
        this.calls = calls;
        this.people = people;
    }

    @Funq("getUsersInfo")
    public FunctionUrlReply getUsersInfo(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            params.requiredAny("user_ids");
            return Result.page(
                    people.ofIds(params.strings("user_ids", MAX_USER_IDS), params.cursor()), UserJson::profile);
        });
    }
}
