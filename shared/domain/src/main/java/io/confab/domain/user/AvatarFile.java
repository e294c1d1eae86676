package io.confab.domain.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.Params;

/** An avatar as clients know it: {@code {name,extname,url}}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AvatarFile {
    public String name;
    public String extname;
    public String url;

    public AvatarFile() {}

    public AvatarFile(String name, String extname, String url) {
        this.name = name;
        this.extname = extname;
        this.url = url;
    }

    /** What a client gave as {@code {name,extname,url}}. */
    public static AvatarFile decode(Params file) {
        return new AvatarFile(
                file.string("name").orElse(null),
                file.string("extname").orElse(null),
                file.string("url").orElse(null));
    }

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (name != null) {
            json.put("name", name);
        }
        if (extname != null) {
            json.put("extname", extname);
        }
        if (url != null) {
            json.put("url", url);
        }
        return json;
    }
}
