package io.confab.functions;

import io.confab.domain.json.Params;
import io.confab.domain.search.MessageSearch;
import io.confab.domain.search.SearchRequest;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.MessageJson;
import io.confab.wire.ReplyPage;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Finds texts by what they contain (docs/api/messages.md#searchmsg). */
@Singleton
public class SearchMsgFunction {
    private static final int MIN_KEYWORD = 2;
    private static final int MAX_KEYWORD = 50;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final MessageSearch search;

    SearchMsgFunction(UrlCalls calls, MessageSearch search) {
        this.calls = calls;
        this.search = search;
    }

    @Funq("searchMsg")
    public FunctionUrlReply searchMsg(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.OF_OBJECT, (bearer, params) -> search.page(bearer, decode(params))
                .map(page -> Result.page(ReplyPage.of(page, MessageJson::message, MessageJson::brief))));
    }

    private static SearchRequest decode(Params params) {
        return new SearchRequest(
                params.keyword(MIN_KEYWORD, MAX_KEYWORD),
                params.id("conversation_id"),
                params.limit(DEFAULT_LIMIT, MAX_LIMIT),
                params.cursor());
    }
}
