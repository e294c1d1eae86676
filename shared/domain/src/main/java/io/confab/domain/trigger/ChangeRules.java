package io.confab.domain.trigger;

import io.confab.domain.push.PushReport;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Does what follows from changes of the database; one rule a collection. */
@Singleton
public class ChangeRules {
    private final Map<String, ChangeRule> rules;

    ChangeRules(@Any Instance<ChangeRule> rules) {
        this.rules = rules.stream().collect(Collectors.toMap(ChangeRule::collection, Function.identity()));
    }

    /** Whether anything can follow from changes of this collection. */
    public boolean know(String collection) {
        return rules.containsKey(collection);
    }

    /** Does what follows from a change. */
    PushReport apply(Change change) {
        return Optional.ofNullable(rules.get(change.collection()))
                .map(rule -> rule.apply(change))
                .orElseGet(PushReport.Nothing::new);
    }
}
