package io.confab.domain.config;

import java.util.Optional;

/**
 * One setting.
 *
 * @param name of its environment variable
 * @param canBeEmpty whether an empty value means the same as none
 * @param isSecret whether its value is never shown
 * @param isBoundOnLaptop whether the bound also holds on a laptop
 */
public record Setting(String name, Bound bound, boolean canBeEmpty, boolean isSecret, boolean isBoundOnLaptop) {
    Setting(String name, Bound bound) {
        this(name, bound, false, false, true);
    }

    Setting orEmpty() {
        return new Setting(name, bound, true, isSecret, isBoundOnLaptop);
    }

    Setting secret() {
        return new Setting(name, bound, canBeEmpty, true, isBoundOnLaptop);
    }

    Setting inDeployment() {
        return new Setting(name, bound, canBeEmpty, isSecret, false);
    }

    /** One sentence if the value may not be set: it names the setting, the bound, and the value unless that is secret. */
    Optional<String> complaint(String value, boolean isLaptop) {
        String text = value.strip();
        boolean isGood = text.isEmpty() ? canBeEmpty : (isLaptop && !isBoundOnLaptop) || bound.allows(text);
        if (isGood) {
            return Optional.empty();
        }
        String given = text.isEmpty()
                ? "empty"
                : isSecret ? "not usable (its value is secret and not shown)" : '"' + shown(text) + '"';
        return Optional.of(name + " is " + given + ": set it to " + bound.text() + ", or leave it out.");
    }

    /** The value on one line, cut to 80 characters. */
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }
}
