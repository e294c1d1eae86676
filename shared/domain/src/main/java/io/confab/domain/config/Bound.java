package io.confab.domain.config;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which values a setting may have. Values are read as Quarkus reads them, so that what passes here is read there. */
public sealed interface Bound {
    /** Whether the value, without spaces around it, may be set. */
    boolean allows(String value);

    /** The bound in words that follow "set it to", as docs/settings.md has it: {@code a number from 1 to 1000}. */
    String text();

    /** A whole number. */
    record Whole(long min, long max) implements Bound {
        @Override
        public boolean allows(String value) {
            try {
                long number = Long.parseLong(value);
                return number >= min && number <= max;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String text() {
            return "a number from " + min + " to " + max;
        }
    }

    /** A time with a unit ({@code 300ms}, {@code 45s}, {@code 15m}, {@code 2h}, {@code 7d}, {@code PT0.3S}) or in seconds. */
    record Time(Duration min, Duration max) implements Bound {
        private static final List<ChronoUnit> UNITS =
                List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS);

        @Override
        public boolean allows(String value) {
            try {
                Duration time = DurationConverter.parseDuration(value);
                return time.compareTo(min) >= 0 && time.compareTo(max) <= 0;
            } catch (IllegalArgumentException | ArithmeticException e) {
                return false;
            }
        }

        @Override
        public String text() {
            return "a time from " + shown(min) + " to " + shown(max);
        }

        private static String shown(Duration time) {
            for (ChronoUnit unit : UNITS) {
                if (time.toMillis() % unit.getDuration().toMillis() == 0 && !time.isZero()) {
                    return time.dividedBy(unit.getDuration())
                            + unit.name().substring(0, 1).toLowerCase(Locale.ROOT);
                }
            }
            return time.isZero() ? "0s" : time.toMillis() + "ms";
        }
    }

    /** {@code true} or {@code false}; other words that Quarkus reads as true, such as {@code 1}, and their opposites. */
    record Flag() implements Bound {
        private static final Set<String> WORDS =
                Set.of("true", "1", "yes", "y", "on", "ja", "j", "si", "sim", "oui", "false", "0", "no", "n", "off");

        @Override
        public boolean allows(String value) {
            return WORDS.contains(value.toLowerCase(Locale.ROOT));
        }

        @Override
        public String text() {
            return "true or false";
        }
    }

    /** One of these words. */
    record OneOf(List<String> words) implements Bound {
        @Override
        public boolean allows(String value) {
            return words.contains(value);
        }

        @Override
        public String text() {
            int last = words.size() - 1;
            return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
        }
    }

    /** Text of a form. */
    record Text(Pattern form, String text) implements Bound {
        @Override
        public boolean allows(String value) {
            return form.matcher(value).matches();
        }
    }

    /** Several values, separated by commas. */
    record Several(Bound each, String text) implements Bound {
        @Override
        public boolean allows(String value) {
            return Arrays.stream(value.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .allMatch(each::allows);
        }
    }
}
