package io.confab.functions;

import io.confab.domain.json.Params;
import io.confab.domain.upload.ContentTypes;
import io.confab.domain.upload.UploadPermits;
import io.confab.domain.upload.UploadPermits.Described;
import io.confab.domain.upload.UploadStorage.Permit;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.TokenBearer;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.UploadJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Lets a client upload a file for a conversation, or an avatar (docs/api/messages.md#getuploadurl). */
@Singleton
public class GetUploadUrlFunction {
    private static final int MAX_NAME = 1_000;
    private static final int MAX_CONTENT_TYPE = 1_000;
    private static final long MAX_SIZE = 1L << 53;

    private final UrlCalls calls;
    private final UploadPermits permits;

    GetUploadUrlFunction(UrlCalls calls, UploadPermits permits) {
        this.calls = calls;
        this.permits = permits;
    }

    @Funq("getUploadUrl")
    public FunctionUrlReply getUploadUrl(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.OF_OBJECT.storing(), (bearer, params) -> permit(bearer, params)
                .map(permit -> Result.data(UploadJson.permit(permit))));
    }

    private Admitted<Permit> permit(TokenBearer bearer, Params params) {
        boolean isAvatar = params.oneOf("purpose", List.of("avatar")).isPresent();
        if (isAvatar && params.has("conversation_id")) {
            throw params.bad("purpose", "not with a conversation_id");
        }
        Optional<String> conversationId =
                isAvatar ? Optional.empty() : Optional.of(params.requiredId("conversation_id"));
        Described file = new Described(
                params.string("name", 1, MAX_NAME).orElseThrow(() -> params.missing("name")),
                params.integer("size", 0, MAX_SIZE).orElseThrow(() -> params.missing("size")),
                params.string("contentType", 0, MAX_CONTENT_TYPE).orElse(ContentTypes.UNKNOWN));
        return conversationId
                .map(id -> permits.permit(bearer, id, file))
                .orElseGet(() -> permits.permitAvatar(bearer, file));
    }
}
