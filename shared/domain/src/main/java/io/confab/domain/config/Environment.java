package io.confab.domain.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator wrote into the environment, checked before anything is read from it: so that a misspelt name or a value that
 * makes no sense does not count as the default in silence. Costs a look-up for each variable that begins with {@code CONFAB_}.
 */
public final class Environment {
    private static final String PREFIX = "CONFAB_";
    /** The names of tests, also of those of other programs: they are no settings, and nobody's business here. */
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

    /** One sentence for each variable that no setting has as its name. */
    public List<String> unknownNames() {
        return ours.stream()
                .filter(name -> !Settings.byName().containsKey(name))
                .map(name -> name + " is not a setting: remove it, or correct its name, perhaps to " + nearest(name)
                        + " (docs/settings.md lists all names).")
                .toList();
    }

    /** One sentence for the first variable whose value is out of its setting's bound. */
    public Optional<String> wrongValue() {
        return wrongValue(false);
    }

    /** One sentence for what has to be mended before a laptop's server or a tool can start. */
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

    /** How many letters have to be put in, left out or changed to turn one name into the other (Levenshtein). */
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
