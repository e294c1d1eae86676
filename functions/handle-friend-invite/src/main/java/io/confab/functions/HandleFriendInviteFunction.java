package io.confab.functions;

import io.confab.domain.friend.FriendInviteDecisions;
import io.confab.domain.invite.InviteState;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Accepts or refuses an invite (docs/api/friends.md#handlefriendinvite). */
@Singleton
public class HandleFriendInviteFunction {
    private final UrlCalls calls;
    private final FriendInviteDecisions invites;

    HandleFriendInviteFunction(UrlCalls calls, FriendInviteDecisions invites) {
        this.calls = calls;
        this.invites = invites;
    }

    @Funq("handleFriendInvite")
    public FunctionUrlReply handleFriendInvite(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            String id = params.requiredId("_id");
            if (InviteState.decision(params) == InviteState.ACCEPTED) {
                invites.accept(caller, id);
            } else {
                invites.refuse(caller, id);
            }
            return Result.empty();
        });
    }
}
