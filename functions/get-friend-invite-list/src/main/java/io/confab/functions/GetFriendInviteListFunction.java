package io.confab.functions;

import io.confab.domain.friend.FriendInviteDecisions;
import io.confab.domain.invite.InviteState;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.FriendJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists the invites to the caller, newest first (docs/api/friends.md#getfriendinvitelist). */
@Singleton
public class GetFriendInviteListFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final FriendInviteDecisions invites;

    GetFriendInviteListFunction(UrlCalls calls, FriendInviteDecisions invites) {
        this.calls = calls;
        this.invites = invites;
    }

    @Funq("getFriendInviteList")
    public FunctionUrlReply getFriendInviteList(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            return Result.page(
                    invites.page(
                            caller,
                            InviteState.filter(params),
                            params.limit(DEFAULT_LIMIT, MAX_LIMIT),
                            params.cursor()),
                    FriendJson::invite);
        });
    }
}
