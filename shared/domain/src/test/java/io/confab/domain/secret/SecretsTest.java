package io.confab.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When secrets are read again, and what a failure of that changes: nothing. */
class SecretsTest {
    private Instant now = Instant.EPOCH;
    private int reads;
    private boolean fails;
    private Optional<Map<String, String>> kept = Optional.of(Map.of(Secrets.TOKEN, "first"));

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private Secrets secrets() {
        return new Secrets(
                () -> {
                    reads++;
                    if (fails) {
                        throw new IllegalStateException("away");
                    }
                    return kept;
                },
                name -> Optional.of("setting " + name),
                clock);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void renew_oldCopy_isReadAgainOnceInFiveMinutes() {
        Secrets secrets = secrets();
        kept = Optional.of(Map.of(Secrets.TOKEN, "second", Secrets.TOKEN + Secrets.PREVIOUS, "first"));

        pass(Secrets.MAX_AGE.minusMillis(1));
        secrets.renew();
        assertThat(secrets.fromSource(Secrets.TOKEN)).contains("first");
        pass(Duration.ofMillis(1));
        secrets.renew();
        secrets.renew();

        assertThat(secrets.verifying(Secrets.TOKEN)).startsWith("second").contains("first");
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void renew_whenReadingFails_keepsTheCopyAndTriesAgainAfterAMinute() {
        Secrets secrets = secrets();
        Object state = secrets.state();
        fails = true;
        pass(Secrets.MAX_AGE);
        for (int i = 0; i < 10; i++) {
            secrets.renew();
        }
        assertThat(reads).isEqualTo(2);
        assertThat(secrets.state()).isSameAs(state);

        fails = false;
        pass(Secrets.PAUSE);
        secrets.renew();

        assertThat(reads).isEqualTo(3);
        assertThat(secrets.state()).as("nothing has changed").isSameAs(state);
    }

    @Test
    void renew_afterARefusedLogin_readsOnceAMinute() {
        Secrets secrets = secrets();
        secrets.loginWasRefused();
        secrets.renew();
        assertThat(reads).as("just read").isEqualTo(1);

        for (int seconds = 0; seconds < 120; seconds++) {
            pass(Duration.ofSeconds(1));
            secrets.loginWasRefused();
            secrets.renew();
        }

        assertThat(reads).isEqualTo(3);
    }

    @Test
    void withoutASource_settingsAreUsedAndNeverReadAgain() {
        kept = Optional.empty();
        Secrets secrets = secrets();
        pass(Secrets.MAX_AGE);
        secrets.renew();

        assertThat(secrets.get(Secrets.TOKEN)).contains("setting CONFAB_TOKEN_SECRET");
        assertThat(reads).isEqualTo(1);
    }
}
