package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.history.HistoryRequest;
import io.confab.domain.history.HistoryRequest.Selector;
import io.confab.domain.history.MessageHistory;
import io.confab.domain.json.Params;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.MessageJson;
import io.confab.wire.ReplyPage;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** Pages through a conversation's messages (docs/api/messages.md#getmsglist). */
@Singleton
public class GetMsgListFunction {
    private static final long MAX_NUMBER = 1L << 53;
    private static final int MAX_IDS = 100;

    private final UrlCalls calls;
    private final MessageHistory history;

    GetMsgListFunction(UrlCalls calls, MessageHistory history) {
        this.calls = calls;
        this.history = history;
    }

    @Funq("getMsgList")
    public FunctionUrlReply getMsgList(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.OF_OBJECT, (bearer, params) -> history.page(bearer, decode(params))
                .map(page -> Result.page(ReplyPage.of(page, MessageJson::message, MessageJson::brief))));
    }

    private static HistoryRequest decode(Params params) {
        return new HistoryRequest(
                params.requiredId("conversation_id"),
                selector(params),
                params.limit(HistoryRequest.DEFAULT_LIMIT, HistoryRequest.MAX_LIMIT),
                params.cursor());
    }

    private static Selector selector(Params params) {
        List<Selector> given = Stream.of(
                        params.id("_id").stream().map(HistoryRequest.ById::new),
                        ids(params).map(HistoryRequest.ByIds::new),
                        number(params, "afterSeq").map(HistoryRequest.AfterSeq::new),
                        number(params, "beforeSeq").map(HistoryRequest.BeforeSeq::new),
                        number(params, "minCreateTime").map(HistoryRequest.AfterTime::new),
                        number(params, "maxCreateTime").map(HistoryRequest.BeforeTime::new),
                        number(params, "minUpdateTime").map(HistoryRequest.ChangedSince::new))
                .<Selector>flatMap(stream -> stream)
                .toList();
        if (given.size() > 1) {
            throw Refusal.badParam("afterSeq", "at most one of _id, _ids, afterSeq, beforeSeq and the times");
        }
        return given.isEmpty() ? new HistoryRequest.Newest() : given.get(0);
    }

    private static Stream<List<String>> ids(Params params) {
        return params.has("_ids")
                ? Stream.of(params.strings("_ids", MAX_IDS).stream().distinct().toList())
                : Stream.empty();
    }

    private static Stream<Long> number(Params params, String name) {
        return params.integer(name, 0, MAX_NUMBER).stream().boxed();
    }
}
