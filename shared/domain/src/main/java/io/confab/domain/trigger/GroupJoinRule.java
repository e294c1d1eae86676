package io.confab.domain.trigger;

import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.membership.GroupNews;
import io.confab.domain.push.PushReport;
import io.confab.domain.text.Cut;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** A new request to join a group, also in place of an earlier one, notifies the group's creator and admins. */
@Singleton
class GroupJoinRule implements ChangeRule {
    private final GroupNews news;
    private final Clock clock;

    GroupJoinRule(GroupNews news, Clock clock) {
        this.news = news;
        this.clock = clock;
    }

    @Override
    public String collection() {
        return GroupJoinRequest.COLLECTION;
    }

    @Override
    public PushReport apply(Change change) {
        return FriendInviteRule.isAsked(change)
                ? change.after()
                        .flatMap(fields -> request(change, fields))
                        .map(news::joinRequested)
                        .orElseGet(PushReport.Nothing::new)
                : new PushReport.Nothing();
    }

    private Optional<GroupJoinRequest> request(Change change, Fields fields) {
        return fields.id("group_id").flatMap(groupId -> fields.id("user_id").map(uid -> {
            GroupJoinRequest request = new GroupJoinRequest();
            request.id = change.id();
            request.groupId = groupId;
            request.userId = uid;
            request.message = Cut.first(fields.text("message").orElse(""), FriendInviteRule.MAX_MESSAGE);
            request.updateTime = change.time(clock, "update_time", "creat_time");
            return request;
        }));
    }
}
