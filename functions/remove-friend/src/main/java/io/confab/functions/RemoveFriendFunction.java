package io.confab.functions;

import io.confab.domain.friend.FriendRemovals;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Ends a friendship on both sides (docs/api/friends.md#removefriend). */
@Singleton
public class RemoveFriendFunction {
    private final UrlCalls calls;
    private final FriendRemovals removals;

    RemoveFriendFunction(UrlCalls calls, FriendRemovals removals) {
        this.calls = calls;
        this.removals = removals;
    }

    @Funq("removeFriend")
    public FunctionUrlReply removeFriend(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.of("friend_uid").storing(), (caller, params) -> {
            removals.remove(caller, params.requiredId("friend_uid"));
            return Result.empty();
        });
    }
}
