package io.confab.domain.membership;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupJoinRequestRepository;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.JoinOptions;
import io.confab.domain.invite.InviteState;
import io.confab.domain.rate.InviteRate;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * joinGroup: joins a group that is open to all, or asks the creator and admins of another (docs/rules.md#groups).
 *
 * <p>A join is stored and carried out like every other ({@link GroupChanges}); a repeat after a lost answer finds that the
 * caller is a member. The keys of a request and its notifications are derived from group and user, so asking again, or twice at
 * once, leaves one of each, with the later message. If the process dies after the request is stored, asking again notifies.
 * Joining in any way answers a request ({@link JoinAnswers}); a user who is let in while they ask is a member, and no request
 * is left.
 */
@Singleton
public class GroupJoining {
    /** The notification's {@code subType}, and the kind of its request id. */
    public static final String SUB_TYPE = "uni-im-group-join-request";

    private final GroupAccess access;
    private final GroupAdmission admission;
    private final GroupLimits limits;
    private final GroupMemberRepository members;
    private final GroupJoinRequestRepository requests;
    private final GroupNews news;
    private final InviteRate rate;
    private final Clock clock;

    GroupJoining(
            GroupAccess access,
            GroupAdmission admission,
            GroupLimits limits,
            GroupMemberRepository members,
            GroupJoinRequestRepository requests,
            GroupNews news,
            InviteRate rate,
            Clock clock) {
        this.access = access;
        this.admission = admission;
        this.limits = limits;
        this.members = members;
        this.requests = requests;
        this.news = news;
        this.rate = rate;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param state {@link InviteState#ACCEPTED}: joined; {@link InviteState#WAITING}: asked
     */
    public record Outcome(int state, Optional<String> requestId) {}

    /**
     * Joins, or asks to.
     *
     * @throws Refusal {@code group-not-found}, {@code duplicate-member}, {@code no-permission} if nobody may ask, {@code
     *     group-full}, {@code group-limit}, {@code rate-limited}
     */
    public Outcome join(Caller caller, String groupId, Optional<String> message) {
        Runnable counted = rate.countOnce(caller.uid());
        return access.decide(() -> {
            Group group = access.openCounted(groupId, List.of(caller.uid()));
            Optional<GroupMember> ever =
                    members.findEver(groupId, List.of(caller.uid())).stream().findFirst();
            if (ever.filter(GroupMember::isMember).isPresent()) {
                throw new Refusal(ErrorCode.DUPLICATE_MEMBER, "you are a member already");
            }
            return switch (JoinOptions.of(group)) {
                case JoinOptions.NOBODY -> throw new Refusal(
                        ErrorCode.NO_PERMISSION, "nobody may ask to join this group");
                case JoinOptions.PERMISSION -> Optional.of(ask(caller, group, message, counted));
                default -> joinAtOnce(caller, group, ever, counted);
            };
        });
    }

    private Optional<Outcome> joinAtOnce(Caller caller, Group group, Optional<GroupMember> ever, Runnable counted) {
        counted.run();
        List<String> me = List.of(caller.uid());
        Map<String, GroupMember> known =
                ever.map(member -> Map.of(caller.uid(), member)).orElse(Map.of());
        return admission.admit(caller, group, me, known, Optional.empty())
                ? Optional.of(new Outcome(InviteState.ACCEPTED, Optional.empty()))
                : Optional.empty();
    }

    private Outcome ask(Caller caller, Group group, Optional<String> message, Runnable counted) {
        limits.requireSeats(group, 1);
        limits.requireRoomForOneMore(List.of(caller.uid()));
        counted.run();
        GroupJoinRequest request = new GroupJoinRequest();
        request.id = GroupJoinRequest.id(group.id, caller.uid());
        request.groupId = group.id;
        request.userId = caller.uid();
        request.message = message.orElse("");
        request.state = InviteState.WAITING;
        request.creatTime = clock.millis();
        request.updateTime = request.creatTime;
        requests.put(request);
        if (members.findOne(group.id, caller.uid()).isPresent()) {
            // The user became a member after members were read, perhaps by a call that looked for requests before this
            // one was stored.
            requests.decide(request, InviteState.ACCEPTED, clock.millis());
            return new Outcome(InviteState.ACCEPTED, Optional.empty());
        }
        news.joinRequested(caller.profile(), request);
        return new Outcome(InviteState.WAITING, Optional.of(request.id));
    }
}
