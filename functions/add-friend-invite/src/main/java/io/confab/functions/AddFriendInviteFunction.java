package io.confab.functions;

import io.confab.domain.friend.FriendInvites;
import io.confab.domain.invite.InviteState;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.FriendJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Asks to be someone's friend (docs/api/friends.md#addfriendinvite). */
@Singleton
public class AddFriendInviteFunction {
    private final UrlCalls calls;
    private final FriendInvites invites;

    AddFriendInviteFunction(UrlCalls calls, FriendInvites invites) {
        this.calls = calls;
        this.invites = invites;
    }

    @Funq("addFriendInvite")
    public FunctionUrlReply addFriendInvite(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            String toUid = params.requiredId("to_uid");
            String id = invites.invite(caller, toUid, InviteState.message(params));
            return Result.data(FriendJson.invited(id));
        });
    }
}
