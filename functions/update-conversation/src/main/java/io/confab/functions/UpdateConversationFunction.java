package io.confab.functions;

import io.confab.domain.conversation.ConversationChanges;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.opening.ConversationSettings;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Changes the caller's own state of a conversation (docs/api/conversations.md#updateconversation). */
@Singleton
public class UpdateConversationFunction {
    private final UrlCalls calls;
    private final ConversationSettings settings;

    UpdateConversationFunction(UrlCalls calls, ConversationSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    @Funq("updateConversation")
    public FunctionUrlReply updateConversation(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            String conversationId = params.requiredId("conversation_id");
            settings.change(caller, conversationId, decode(params));
            return Result.empty();
        });
    }

    private static ConversationChanges decode(Params params) {
        Optional<Boolean> unreadNotification = params.bool("has_unread_group_notification");
        if (unreadNotification.orElse(false)) {
            throw Refusal.badParam("has_unread_group_notification", "may only be set to false");
        }
        ConversationChanges changes = new ConversationChanges(
                params.bool("pinned"),
                params.bool("mute"),
                params.bool("hidden"),
                params.string("draft", 0, ConversationChanges.MAX_DRAFT),
                unreadNotification.isPresent());
        if (changes.isEmpty()) {
            throw Refusal.badParam("pinned", "or another change must be given");
        }
        return changes;
    }
}
