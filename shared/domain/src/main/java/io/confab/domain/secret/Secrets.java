package io.confab.domain.secret;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * The secrets of this process: those of the {@link SecretSource}, if a setting names any, else those of the settings. They are
 * read when the process starts, and again by the first invocation that finds the copy older than five minutes, whatever it
 * brings: a forged signature causes no read, so a stranger cannot use reads up. A database that refuses the login causes one,
 * at most once a minute. When a read fails, the copy stays in use and is tried again after a minute. Safe for several threads.
 */
@Singleton
public class Secrets {
    /** How old a copy may become, unless Secrets Manager does not answer. */
    public static final Duration MAX_AGE = Duration.ofMinutes(5);
    /** The shortest time between two reads. */
    public static final Duration PAUSE = Duration.ofMinutes(1);

    public static final String DATABASE = "CONFAB_MONGODB_URI";
    public static final String TOKEN = "CONFAB_TOKEN_SECRET";
    public static final String REQUEST = "CONFAB_REQUEST_AUTH_SECRET";
    public static final String VAPID = "CONFAB_VAPID_PRIVATE_KEY";
    public static final String UNIPUSH = "CONFAB_UNIPUSH_SECRET";
    public static final String NEXT = "_NEXT";
    public static final String PREVIOUS = "_PREVIOUS";

    private static final Logger LOG = Logger.getLogger(Secrets.class);

    private final SecretSource source;
    private final Function<String, Optional<String>> settings;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Optional<Map<String, String>> copy;
    private volatile long readAt;
    private volatile long triedAt;
    private volatile boolean refused;

    /** @throws IllegalStateException if the secrets cannot be read, which stops the start */
    @Inject
    Secrets(Instance<SecretSource> source, Clock clock) {
        this(source.isResolvable() ? source.get() : Optional::empty, Secrets::setting, clock);
    }

    /**
     * @param settings the settings, by the names of their environment variables
     */
    public Secrets(SecretSource source, Function<String, Optional<String>> settings, Clock clock) {
        this.source = source;
        this.settings = settings;
        this.clock = clock;
        this.copy = source.read();
        this.readAt = clock.millis();
        this.triedAt = readAt;
    }

    /** Secrets that never change. */
    public static Secrets of(Map<String, String> values) {
        return new Secrets(() -> Optional.of(values), name -> Optional.empty(), Clock.systemUTC());
    }

    /** One secret, by the name of its setting. What the source has, the settings do not answer for. */
    public Optional<String> get(String name) {
        return get(name, copy);
    }

    private Optional<String> get(String name, Optional<Map<String, String>> values) {
        return values.map(found -> found.get(name))
                .or(() -> settings.apply(name))
                .filter(text -> !text.isEmpty());
    }

    /** One secret of the source. */
    public Optional<String> fromSource(String name) {
        return copy.map(values -> values.get(name));
    }

    /** The secret that signs and verifies, then those that only verify: the next one and the previous one. */
    public List<String> verifying(String name) {
        // Of one moment: between two looks a secret may move from one place to another.
        Optional<Map<String, String>> now = copy;
        return Stream.of(name, name + NEXT, name + PREVIOUS)
                .map(each -> get(each, now))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** The values that are in use: the same object as long as none has changed. */
    public Object state() {
        return copy;
    }

    /** Reads the secrets again if it is time. Fails never; waits only in the thread that reads. */
    public void renew() {
        if (copy.isEmpty() || !isDue() || !reading.tryLock()) {
            return;
        }
        try {
            if (isDue()) {
                read();
            }
        } catch (RuntimeException e) {
            LOG.warnf("secrets could not be read again, the ones read before stay in use: %s", e.getMessage());
        } finally {
            reading.unlock();
        }
    }

    /**
     * Reads the secrets now, whatever their age: the copy may be weeks old, and one of them retired.
     *
     * @throws IllegalStateException if they cannot be read
     */
    public void readAgain() {
        if (copy.isPresent()) {
            reading.lock();
            try {
                read();
            } finally {
                reading.unlock();
            }
        }
    }

    /** Called by the one thread that has the lock. */
    private void read() {
        triedAt = clock.millis();
        Optional<Map<String, String>> read = source.read();
        if (!read.equals(copy)) {
            copy = read;
        }
        readAt = clock.millis();
        refused = false;
    }

    /** To be told when the database refuses the login: the next invocation reads the secrets, if the last read is a minute old. */
    public void loginWasRefused() {
        refused = true;
    }

    private boolean isDue() {
        long now = clock.millis();
        return now - triedAt >= PAUSE.toMillis() && (refused || now - readAt >= MAX_AGE.toMillis());
    }

    /** Read as it stands, because in an expanded one $$ would be $. */
    private static Optional<String> setting(String name) {
        String raw = ConfigProvider.getConfig().getConfigValue(property(name)).getRawValue();
        return Optional.ofNullable(raw);
    }

    private static String property(String name) {
        return switch (name) {
            case VAPID -> "confab.vapid.private-key";
            case UNIPUSH -> "confab.unipush.secret";
            default -> name.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
        };
    }
}
