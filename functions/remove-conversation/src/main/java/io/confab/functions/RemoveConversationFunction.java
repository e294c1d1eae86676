package io.confab.functions;

import io.confab.domain.opening.ConversationSettings;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Hides a conversation until its next message (docs/api/conversations.md#removeconversation). */
@Singleton
public class RemoveConversationFunction {
    private final UrlCalls calls;
    private final ConversationSettings settings;

    RemoveConversationFunction(UrlCalls calls, ConversationSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    @Funq("removeConversation")
    public FunctionUrlReply removeConversation(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.of("conversation_id").storing(), (caller, params) -> {
            settings.remove(caller, params.requiredId("conversation_id"));
            return Result.empty();
        });
    }
}
