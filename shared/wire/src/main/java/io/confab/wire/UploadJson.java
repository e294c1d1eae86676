package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.upload.UploadStorage.Permit;
import java.util.Map;

/** Uploads (docs/api/messages.md#getuploadurl). */
public final class UploadJson {
    private UploadJson() {}

    /** The permission to upload a file, and where it can be read afterwards. */
    public static ObjectNode permit(Permit permit) {
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
