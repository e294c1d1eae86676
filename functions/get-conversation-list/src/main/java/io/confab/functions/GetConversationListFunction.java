package io.confab.functions;

import io.confab.domain.inbox.ConversationList;
import io.confab.domain.inbox.ConversationListRequest;
import io.confab.domain.json.Params;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.ConversationJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Lists the caller's conversations, newest first (docs/api/conversations.md#getconversationlist). */
@Singleton
public class GetConversationListFunction {
    private final UrlCalls calls;
    private final ConversationList list;

    GetConversationListFunction(UrlCalls calls, ConversationList list) {
        this.calls = calls;
        this.list = list;
    }

    @Funq("getConversationList")
    public FunctionUrlReply getConversationList(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.OF_OBJECT, (bearer, params) -> list.page(bearer, decode(params))
                .map(found -> Result.page(ConversationJson.page(found))
                        .with(ConversationJson.UNREAD_TOTAL, found.unreadTotal())));
    }

    private static ConversationListRequest decode(Params params) {
        OptionalLong page = params.integer("page", 1, Integer.MAX_VALUE);
        return new ConversationListRequest(
                params.limit(ConversationListRequest.DEFAULT_LIMIT, ConversationListRequest.DEFAULT_LIMIT),
                params.integer("maxUpdateTime", 0, Long.MAX_VALUE),
                page.isPresent() ? OptionalInt.of((int) page.getAsLong()) : OptionalInt.empty(),
                params.id("conversation_id"),
                params.cursor());
    }
}
