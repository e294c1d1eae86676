package io.confab.functions;

import io.confab.domain.readmark.ReadMarks;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Marks a conversation read (docs/api/conversations.md#clearunreadcount). */
@Singleton
public class ClearUnreadCountFunction {
    private final UrlCalls calls;
    private final ReadMarks marks;

    ClearUnreadCountFunction(UrlCalls calls, ReadMarks marks) {
        this.calls = calls;
        this.marks = marks;
    }

    @Funq("clearUnreadCount")
    public FunctionUrlReply clearUnreadCount(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.of("conversation_id").storing(), (bearer, params) -> marks.clear(
                        bearer, params.requiredId("conversation_id"), params.integer("seq", 0, Long.MAX_VALUE))
                .map(moved -> Result.empty()));
    }
}
