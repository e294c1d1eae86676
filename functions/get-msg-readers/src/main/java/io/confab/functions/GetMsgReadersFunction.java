package io.confab.functions;

import io.confab.domain.readers.MessageReaders;
import io.confab.domain.readers.ReadersPage;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.ReaderJson;
import io.confab.wire.ReplyPage;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Says who has read a message (docs/api/messages.md#getmsgreaders). */
@Singleton
public class GetMsgReadersFunction {
    private static final String MSG_ID = "msgId";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UrlCalls calls;
    private final MessageReaders readers;

    GetMsgReadersFunction(UrlCalls calls, MessageReaders readers) {
        this.calls = calls;
        this.readers = readers;
    }

    @Funq("getMsgReaders")
    public FunctionUrlReply getMsgReaders(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.of(MSG_ID), (bearer, params) -> readers.page(
                        bearer, params.requiredId(MSG_ID), params.limit(DEFAULT_LIMIT, MAX_LIMIT), params.cursor())
                .map(GetMsgReadersFunction::result));
    }

    private static Result result(ReadersPage found) {
        ReplyPage page = ReplyPage.of(found.people(), ReaderJson::person);
        return Result.page(ReaderJson.data(found, page.data()), page.nextCursor());
    }
}
