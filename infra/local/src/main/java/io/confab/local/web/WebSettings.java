package io.confab.local.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What the web client is told, and which pages may show it in a frame. */
@ConfigMapping(prefix = "confab.web")
public interface WebSettings {
    /** {@code CONFAB_WEB_APP_ID}: the app id with which the client calls; pushes reach devices of the sender's app only. */
    @WithDefault("demo")
    String appId();

    /** {@code CONFAB_WEB_LOGIN_URL}: the page that signs users in and comes back with {@code #token=}. */
    Optional<String> loginUrl();

    /** {@code CONFAB_WEB_FRAME_ANCESTORS}: origins of pages that may show the client in a frame, separated by commas. */
    Optional<String> frameAncestors();
}
