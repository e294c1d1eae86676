package io.confab.domain.secret;

import java.util.Map;
import java.util.Optional;

/** Where secrets are kept outside of the environment. */
public interface SecretSource {
    /**
     * Reads all secrets of this process.
     *
     * @return values by the name of the setting whose place they take; empty if no secret is named by a setting
     * @throws IllegalStateException if one cannot be read or used; the message is a sentence for an operator, without a value
     */
    Optional<Map<String, String>> read();
}
