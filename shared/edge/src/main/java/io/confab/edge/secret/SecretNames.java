package io.confab.edge.secret;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Which secrets this process reads, {@code CONFAB_SECRET_…}: ARNs in Secrets Manager. */
@ConfigMapping(prefix = "confab.secret")
interface SecretNames {
    /** {@code CONFAB_SECRET_DATABASE}: {@code {uri,username,password}}. */
    Optional<String> database();

    /** {@code CONFAB_SECRET_TOKEN}: {@code {secret,next,previous}}. */
    Optional<String> token();

    /** {@code CONFAB_SECRET_REQUEST}: {@code {secret,next,previous}}. */
    Optional<String> request();

    /** {@code CONFAB_SECRET_PUSH}: {@code {vapidPrivateKey,unipushSecret}}. */
    Optional<String> push();
}
