package io.confab.edge.token;

import io.confab.domain.ids.Hashes;
import io.confab.domain.user.Token;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens whose signature this process has verified, by the hash of their whole text, until they expire: up to a maximum number,
 * the latest used. Nothing that can change is remembered: whether the token was revoked, and what its user may do, is in the
 * user's record, which every call reads. Used by several threads at once.
 */
final class VerifiedTokens {
    private final Map<String, Token> byHash;

    VerifiedTokens(int maximum) {
        this.byHash = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
                return size() > maximum;
            }
        };
    }

    /** The content of a text that was verified before, unless it has expired by {@code now} (milliseconds). */
    Optional<Token> find(String text, long now) {
        String hash = Hashes.sha256(text);
        synchronized (byHash) {
            Token token = byHash.get(hash);
            if (token != null && token.expiresAt() <= now) {
                byHash.remove(hash);
                return Optional.empty();
            }
            return Optional.ofNullable(token);
        }
    }

    void add(String text, Token verified) {
        String hash = Hashes.sha256(text);
        synchronized (byHash) {
            byHash.put(hash, verified);
        }
    }
}
