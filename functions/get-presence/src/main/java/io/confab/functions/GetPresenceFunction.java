package io.confab.functions;

import io.confab.domain.json.Params;
import io.confab.domain.presence.Presences;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.PresenceJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;

/** Says which of some users are online (docs/api/people.md#getpresence). */
@Singleton
public class GetPresenceFunction {
    private static final int MAX_USERS = 100;

    private final UrlCalls calls;
    private final Presences presences;

    GetPresenceFunction(UrlCalls calls, Presences presences) {
        this.calls = calls;
        this.presences = presences;
    }

    @Funq("getPresence")
    public FunctionUrlReply getPresence(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.OF_OBJECT, (bearer, params) -> presences
                .of(bearer, userIds(params))
                .map(found -> Result.list(found, PresenceJson::presence)));
    }

    private static List<String> userIds(Params params) {
        if (!params.has("user_ids")) {
            throw params.missing("user_ids");
        }
        return params.strings("user_ids", MAX_USERS);
    }
}
