package io.confab.domain.trigger;

import io.confab.domain.friend.FriendInvite;
import io.confab.domain.friend.FriendNews;
import io.confab.domain.invite.InviteState;
import io.confab.domain.push.PushReport;
import io.confab.domain.text.Cut;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** A new friend invite, also in place of an earlier one, notifies its receiver. A decision notifies nobody. */
@Singleton
class FriendInviteRule implements ChangeRule {
    static final int MAX_MESSAGE = 200;

    private final FriendNews news;
    private final Clock clock;

    FriendInviteRule(FriendNews news, Clock clock) {
        this.news = news;
        this.clock = clock;
    }

    @Override
    public String collection() {
        return FriendInvite.COLLECTION;
    }

    @Override
    public PushReport apply(Change change) {
        return isAsked(change)
                ? change.after()
                        .flatMap(fields -> invite(change, fields))
                        .map(news::invited)
                        .orElseGet(PushReport.Nothing::new)
                : new PushReport.Nothing();
    }

    /** Whether an invite or a request to join was made with this change, again perhaps. */
    static boolean isAsked(Change change) {
        boolean waits = change.after()
                .map(fields -> fields.number("state").orElse(InviteState.WAITING) == InviteState.WAITING)
                .orElse(false);
        boolean again = change.sets("creat_time")
                || change.updated()
                        .filter(fields -> fields.number("state").orElse(-1) == InviteState.WAITING)
                        .isPresent();
        return waits && (change.isWhole() || again);
    }

    private Optional<FriendInvite> invite(Change change, Fields fields) {
        return fields.id("from_uid").flatMap(fromUid -> fields.id("to_uid").map(toUid -> {
            FriendInvite invite = new FriendInvite();
            invite.id = change.id();
            invite.fromUid = fromUid;
            invite.toUid = toUid;
            invite.message = Cut.first(fields.text("message").orElse(""), MAX_MESSAGE);
            invite.updateTime = change.time(clock, "update_time", "creat_time");
            return invite;
        }));
    }
}
