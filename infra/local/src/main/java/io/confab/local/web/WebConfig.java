package io.confab.local.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.local.database.DemoUsers;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code /config.json}: where the web client calls, and how its users sign in (docs/api/README.md#on-a-laptop): at the OpenID Connect
 * issuer, if one is set; at {@code CONFAB_WEB_LOGIN_URL}, if that is set, or by a page that shows the client in a frame; otherwise as a demo
 * user, if there are any.
 */
final class WebConfig {
    private static final int HEARTBEAT_MS = 120_000;

    private final ObjectNode auth;
    private final String appId;
    private final String files;

    /** @param open whether demo users may sign in */
    WebConfig(WebSettings settings, ConfabConfig.Oidc oidc, String files, boolean open) {
        this.appId = settings.appId();
        this.files = files;
        this.auth = auth(settings, oidc, open);
    }

    /** @param secure whether the browser reached this server by {@code https}, through a proxy */
    ObjectNode json(String host, boolean secure) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("endpoint", (secure ? "https://" : "http://") + host)
                .put("socket", (secure ? "wss://" : "ws://") + host + "/ws")
                .put("files", files)
                .put("appId", appId)
                .put("heartbeatMs", HEARTBEAT_MS)
                .set("auth", auth);
        return json;
    }

    private static ObjectNode auth(WebSettings settings, ConfabConfig.Oidc oidc, boolean open) {
        Optional<String> loginUrl = settings.loginUrl();
        ObjectNode auth = JsonNodeFactory.instance.objectNode();
        if (oidc.issuer().isPresent()) {
            return auth.put("kind", "oidc")
                    .put("issuer", oidc.issuer().get())
                    .put("clientId", oidc.audience().orElse(""));
        }
        if (loginUrl.isPresent() || !open) {
            auth.put("kind", "external");
            loginUrl.ifPresent(url -> auth.put("loginUrl", url));
            settings.frameAncestors().ifPresent(list -> {
                ArrayNode parents = auth.putArray("allowedParents");
                Arrays.stream(list.split(",")).map(String::strip).forEach(parents::add);
            });
            return auth;
        }
        auth.put("kind", "dev");
        DemoUsers.NAMES.forEach(auth.putArray("users")::add);
        return auth;
    }
}
