package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.inbox.ChangeList;
import io.confab.domain.inbox.ChangedConversations;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.inbox.ConversationListRequest;
import io.confab.domain.inbox.ConversationPage;
import io.confab.domain.inbox.NamedConversations;
import io.confab.domain.json.Params;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.TokenBearer;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.ConversationJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Lists the caller's conversations, newest first (docs/api/conversations.md#getconversationlist). */
@Singleton
public class GetConversationListFunction {
    private static final String MIN_CHANGE_TIME = "minChangeTime";
    private static final String IDS = "conversation_ids";

    /** As large as a number in a cursor may be. */
    private static final long MAX_TIME = 9_007_199_254_740_991L;

    private final UrlCalls calls;
    private final ConversationList list;
    private final ChangeList changes;

    GetConversationListFunction(UrlCalls calls, ConversationList list, ChangeList changes) {
        this.calls = calls;
        this.list = list;
        this.changes = changes;
    }

    @Funq("getConversationList")
    public FunctionUrlReply getConversationList(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.OF_OBJECT, (bearer, params) -> page(bearer, params)
                .map(found -> Result.page(ConversationJson.page(found))
                        .with(ConversationJson.UNREAD_TOTAL, found.unreadTotal())
                        .with(ConversationJson.TIME, found.time())));
    }

    private Admitted<ConversationPage> page(TokenBearer bearer, Params params) {
        int limit = params.limit(ConversationListRequest.DEFAULT_LIMIT, ConversationListRequest.DEFAULT_LIMIT);
        OptionalLong since = params.integer(MIN_CHANGE_TIME, 0, MAX_TIME);
        if (since.isPresent()) {
            requireNone(params, MIN_CHANGE_TIME, "page", "maxUpdateTime", "conversation_id", IDS);
            return changes.page(bearer, new ChangedConversations(since.getAsLong(), limit, params.cursor()));
        }
        if (params.has(IDS)) {
            List<String> ids = params.strings(IDS, NamedConversations.MAX_IDS).stream()
                    .distinct()
                    .toList();
            requireNone(params, IDS, "maxUpdateTime", "conversation_id");
            return list.named(bearer, new NamedConversations(ids, params.cursor()));
        }
        return list.page(bearer, decode(params, limit));
    }

    private static void requireNone(Params params, String given, String... others) {
        for (String other : others) {
            if (params.has(other)) {
                throw Refusal.badParam(other, "cannot be given together with " + given);
            }
        }
    }

    private static ConversationListRequest decode(Params params, int limit) {
        OptionalLong page = params.integer("page", 1, Integer.MAX_VALUE);
        return new ConversationListRequest(
                limit,
                params.integer("maxUpdateTime", 0, Long.MAX_VALUE),
                page.isPresent() ? OptionalInt.of((int) page.getAsLong()) : OptionalInt.empty(),
                params.id("conversation_id"),
                params.cursor());
    }
}
