package io.confab.functions;

import io.confab.domain.friend.FriendList;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.FriendJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists the caller's friends, newest first (docs/api/friends.md#getfriendlist). */
@Singleton
public class GetFriendListFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final FriendList friends;

    GetFriendListFunction(UrlCalls calls, FriendList friends) {
        this.calls = calls;
        this.friends = friends;
    }

    @Funq("getFriendList")
    public FunctionUrlReply getFriendList(FunctionUrlEvent event) {
        return calls.asCaller(
                event,
                Method.OF_OBJECT,
                (caller, params) -> Result.page(
                        friends.page(
                                caller,
                                params.id("friend_uid"),
                                params.limit(DEFAULT_LIMIT, MAX_LIMIT),
                                params.cursor()),
                        FriendJson::friend));
    }
}
