package io.confab.edge.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.config.LocalSecrets;
import io.confab.domain.config.Settings;
import io.confab.domain.secret.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a secret is for, what is in it, and which settings its parts take the place of. */
enum Purpose {
    DATABASE(
            "CONFAB_SECRET_DATABASE",
            "MongodbUri or DatabaseSecretArn",
            List.of(new Part("uri", Secrets.DATABASE, true))),
    TOKEN("CONFAB_SECRET_TOKEN", "TokenSecret or TokenSecretArn", keys(Secrets.TOKEN)),
    REQUEST("CONFAB_SECRET_REQUEST", "RequestAuthSecret or RequestSecretArn", keys(Secrets.REQUEST)),
    PUSH(
            "CONFAB_SECRET_PUSH",
            "VapidPrivateKey, UnipushSecret or PushSecretArn",
            List.of(
                    new Part("vapidPrivateKey", Secrets.VAPID, false),
                    new Part("unipushSecret", Secrets.UNIPUSH, false)));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String setting;
    private final String parameter;
    private final List<Part> parts;

    Purpose(String setting, String parameter, List<Part> parts) {
        this.setting = setting;
        this.parameter = parameter;
        this.parts = parts;
    }

    private record Part(String name, String setting, boolean isRequired) {}

    private static List<Part> keys(String setting) {
        return List.of(
                new Part("secret", setting, true),
                new Part("next", setting + Secrets.NEXT, false),
                new Part("previous", setting + Secrets.PREVIOUS, false));
    }

    /** How an operator knows it. */
    String title() {
        return "the secret of " + setting + " (parameter " + parameter + ")";
    }

    /**
     * The settings that a secret has.
     *
     * @throws IllegalStateException in a sentence without a value, if a part is missing or cannot be used
     */
    Map<String, String> settings(String text) {
        JsonNode json = parsed(text);
        Map<String, String> found = new HashMap<>();
        for (Part part : parts) {
            String value = json.path(part.name()).asText("");
            boolean isGood = value.isEmpty()
                    ? !part.isRequired()
                    : Settings.byName().get(part.setting()).bound().allows(value) && !LocalSecrets.areKnown(value);
            if (!isGood) {
                throw new IllegalStateException(
                        "In " + title() + ", \"" + part.name() + "\" is missing or cannot be used: it must be "
                                + Settings.byName().get(part.setting()).bound().text() + ".");
            }
            found.put(part.setting(), value);
        }
        if (this == DATABASE) {
            found.put(Secrets.DATABASE, withUser(json));
        }
        return found;
    }

    private JsonNode parsed(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // Its message has a part of the text.
        }
        throw new IllegalStateException(sentence(title()) + " is no JSON object: see docs/operations.md#secrets.");
    }

    /** The address with user and password in it, as the driver reads them. */
    private String withUser(JsonNode json) {
        String uri = json.path("uri").asText();
        String user = json.path("username").asText("");
        if (user.isEmpty()) {
            return uri;
        }
        int hosts = uri.indexOf("://") + 3;
        if (uri.indexOf('@') >= 0) {
            throw new IllegalStateException(
                    sentence(title()) + " has a user in \"uri\" and another in \"username\": take it out of \"uri\".");
        }
        return uri.substring(0, hosts) + encoded(user) + ":"
                + encoded(json.path("password").asText("")) + "@" + uri.substring(hosts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
