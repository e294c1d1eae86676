package io.confab.push.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How long an answer's header {@code Retry-After} asks to wait: in seconds, or until a date. */
public final class RetryAfter {
    private static final int MAX_DIGITS = 6;
    private static final Duration MAX = Duration.ofDays(1);

    private RetryAfter() {}

    /** Zero if there is none, or none that can be read. */
    public static Duration of(Optional<String> header, Instant now) {
        return header.map(String::strip).map(text -> read(text, now)).orElse(Duration.ZERO);
    }

    private static Duration read(String text, Instant now) {
        if (text.matches("\\d{1," + MAX_DIGITS + "}")) {
            return atMost(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(now, date.toInstant());
            return wait.isNegative() ? Duration.ZERO : atMost(wait);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
