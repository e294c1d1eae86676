package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.inbox.ListedConversation;
import io.confab.domain.opening.ConversationOpening;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.ConversationJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Opens a conversation for the caller (docs/api/conversations.md#createconversation). */
@Singleton
public class CreateConversationFunction {
    private final UrlCalls calls;
    private final ConversationOpening opening;

    CreateConversationFunction(UrlCalls calls, ConversationOpening opening) {
        this.calls = calls;
        this.opening = opening;
    }

    @Funq("createConversation")
    public FunctionUrlReply createConversation(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            Optional<String> toUid = params.id("to_uid");
            Optional<String> groupId = params.id("group_id");
            if (toUid.isPresent() == groupId.isPresent()) {
                throw Refusal.badParam("to_uid", "or group_id, exactly one of them");
            }
            ListedConversation conversation = toUid.map(uid -> opening.openSingle(caller, uid))
                    .orElseGet(() -> opening.openGroup(caller, groupId.orElseThrow()));
            return Result.data(ConversationJson.one(conversation));
        });
    }
}
