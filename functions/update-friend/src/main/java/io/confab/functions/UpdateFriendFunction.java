package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.friend.Friend;
import io.confab.domain.friend.FriendList;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives a friend a mark and a class (docs/api/friends.md#updatefriend). */
@Singleton
public class UpdateFriendFunction {
    private final UrlCalls calls;
    private final FriendList friends;

    UpdateFriendFunction(UrlCalls calls, FriendList friends) {
        this.calls = calls;
        this.friends = friends;
    }

    @Funq("updateFriend")
    public FunctionUrlReply updateFriend(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            String friendUid = params.requiredId("friend_uid");
            Optional<String> mark = params.name("mark", Friend.MAX_NAME);
            Optional<String> className = params.name("class_name", Friend.MAX_NAME);
            if (mark.isEmpty() && className.isEmpty()) {
                throw Refusal.badParam("mark", "or class_name must be given");
            }
            friends.update(caller, friendUid, mark, className);
            return Result.empty();
        });
    }
}
