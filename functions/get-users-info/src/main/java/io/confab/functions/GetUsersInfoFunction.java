package io.confab.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.confab.domain.user.Profile;
import io.confab.domain.user.UserRepository;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.HashSet;

/** Tells what everyone may see of users (contract section 4, getUsersInfo). */
@Singleton
public class GetUsersInfoFunction {
    private static final int MAX_USER_IDS = 500;

    private final UrlCalls calls;
    private final UserRepository users;

    GetUsersInfoFunction(UrlCalls calls, UserRepository users) {
        this.calls = calls;
        this.users = users;
    }

    @Funq("getUsersInfo")
    public FunctionUrlReply getUsersInfo(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            params.requiredAny("user_ids");
            ArrayNode profiles = JsonNodeFactory.instance.arrayNode();
            users.findAll(new HashSet<>(params.strings("user_ids", MAX_USER_IDS)))
                    .forEach(user -> profiles.add(Profile.of(user).toJson()));
            return Result.data(profiles);
        });
    }
}
