package io.confab.functions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.Params;
import io.confab.domain.upload.ContentTypes;
import io.confab.domain.upload.UploadPermits;
import io.confab.domain.upload.UploadStorage.Permit;
import io.confab.domain.user.TokenBearer;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Map;

/** Lets a client upload a file for a conversation (docs/api/messages.md#getuploadurl). */
@Singleton
public class GetUploadUrlFunction {
    private static final int MAX_NAME = 255;
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
        return calls.asUnchecked(event, Method.OF_OBJECT, (bearer, params) -> Result.data(json(permit(bearer, params))));
    }

    private Permit permit(TokenBearer bearer, Params params) {
        return permits.permit(
                bearer,
                params.requiredId("conversation_id"),
                params.string("name", 1, MAX_NAME).orElseThrow(() -> params.missing("name")),
                params.integer("size", 0, MAX_SIZE).orElseThrow(() -> params.missing("size")),
                params.string("contentType", 0, MAX_CONTENT_TYPE).orElse(ContentTypes.UNKNOWN));
    }

    private static ObjectNode json(Permit permit) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode upload = data.putObject("upload");
        upload.put("method", permit.method());
        upload.put("url", permit.url());
        put(upload, "headers", permit.headers());
        put(upload, "fields", permit.fields());
        return data.put("url", permit.readUrl()).put("contentType", permit.contentType());
    }

    private static void put(ObjectNode upload, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = upload.putObject(name);
            values.forEach(object::put);
        }
    }
}
