package io.confab.domain.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment, checked before settings are read from it, so that a misspelt name or a wrong value does not silently mean
 * the default. Costs one look-up for each variable that begins with {@code CONFAB_}.
 */
public final class Environment {
    private static final String PREFIX = "CONFAB_";
    /** Names for tests, including those of other programs: they are not settings, and are ignored. */
    private static final String TESTS = "CONFAB_TEST_";

    private final Map<String, String> variables;
    private final List<String> ours;

    public Environment(Map<String, String> variables) {
        this.variables = variables;
        this.ours = variables.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !name.startsWith(TESTS))
                .sorted()
                .toList();
    }

    /** One sentence for each variable whose name is not that of a setting. */
    public List<String> unknownNames() {
        return ours.stream()
                .filter(name -> !Settings.byName().containsKey(name))
                .map(name -> name + " is not a setting: remove it, or correct its name, perhaps to " + nearest(name)
                        + " (docs/settings.md lists all names).")
                .toList();
    }

    /** One sentence for the first variable whose value is outside the bounds of its setting. */
    public Optional<String> wrongValue() {
        return wrongValue(false);
    }

    /** One sentence for the first fault that keeps a laptop's server or a tool from starting. */
    public Optional<String> problemOnLaptop() {
        return unknownNames().stream().findFirst().or(() -> wrongValue(true));
    }

    private Optional<String> wrongValue(boolean isLaptop) {
        return ours.stream()
                .filter(Settings.byName()::containsKey)
                .flatMap(name -> Settings.byName().get(name).complaint(variables.get(name), isLaptop).stream())
                .findFirst();
    }

    private static String nearest(String name) {
        return Settings.byName().keySet().stream()
                .sorted()
                .min(Comparator.comparingInt(known -> changes(name, known)))
                .orElseThrow();
    }

    /** The number of letters to insert, delete or replace to get from one name to the other (Levenshtein distance). */
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[to.length()];
    }
}
