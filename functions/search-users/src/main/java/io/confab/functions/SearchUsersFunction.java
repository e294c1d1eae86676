package io.confab.functions;

import io.confab.domain.rate.SearchRate;
import io.confab.domain.user.People;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.UserJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Finds people by an exact id, username, nickname, e-mail or mobile (docs/api/people.md#searchusers). */
@Singleton
public class SearchUsersFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_KEYWORD = 1_000;

    private final UrlCalls calls;
    private final People people;
    private final SearchRate rate;

    SearchUsersFunction(UrlCalls calls, People people, SearchRate rate) {
        this.calls = calls;
        this.people = people;
        this.rate = rate;
    }

    @Funq("searchUsers")
    public FunctionUrlReply searchUsers(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.of("keyword"), (caller, params) -> {
            String keyword = params.keyword(1, MAX_KEYWORD);
            int limit = params.limit(DEFAULT_LIMIT, MAX_LIMIT);
            Optional<String> cursor = params.cursor();
            rate.count(caller.uid());
            return Result.page(people.search(keyword, limit, cursor), UserJson::profile);
        });
    }
}
