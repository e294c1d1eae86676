package io.confab.domain.trigger;

import io.confab.domain.push.PushReport;
import io.confab.domain.session.BanNews;
import io.confab.domain.user.User;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/** A user who may no longer call, by any {@code status} but 0, is signed out everywhere. */
@Singleton
class UserRule implements ChangeRule {
    private static final String STATUS = "status";

    private final BanNews news;
    private final Clock clock;

    UserRule(BanNews news, Clock clock) {
        this.news = news;
        this.clock = clock;
    }

    @Override
    public String collection() {
        return User.COLLECTION;
    }

    @Override
    public PushReport apply(Change change) {
        Optional<Fields> told =
                switch (change.operation()) {
                    case UPDATE -> change.updated().or(change::after);
                    case REPLACE -> change.after();
                    case INSERT, DELETE -> Optional.empty();
                };
        return told.filter(fields -> fields.number(STATUS).orElse(User.NORMAL) != User.NORMAL)
                .map(fields -> news.banned(
                        change.id(),
                        change.updated()
                                .map(written -> written.number("valid_token_date"))
                                .orElse(OptionalLong.empty()),
                        change.second(clock)))
                .orElseGet(PushReport.Nothing::new);
    }
}
