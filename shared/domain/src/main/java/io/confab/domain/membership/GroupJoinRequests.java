package io.confab.domain.membership;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupJoinRequestRepository;
import io.confab.domain.group.GroupJoinRequestRepository.RequestPlace;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.invite.InviteState;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * handleGroupJoin and getGroupJoinList: creator and admins see and decide requests to join (docs/api/groups.md#handlegroupjoin,
 * docs/api/groups.md#getgroupjoinlist).
 *
 * <p>Accepting first stores the join on the group, which reserves the seat; then one guarded write on the request decides
 * between it and a refusal at the same moment. If the process dies in between, the next call that reads or changes the group or
 * the request completes it. Repeating the decision only writes it to the managers' notifications again, which a crash may have
 * prevented; the opposite decision is a conflict.
 */
@Singleton
public class GroupJoinRequests {
    private final GroupAccess access;
    private final GroupAdmission admission;
    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final GroupJoinRequestRepository requests;
    private final JoinAnswers answers;
    private final UserRepository users;
    private final GroupPeople people;
    private final Clock clock;

    GroupJoinRequests(
            GroupAccess access,
            GroupAdmission admission,
            GroupRepository groups,
            GroupMemberRepository members,
            GroupJoinRequestRepository requests,
            JoinAnswers answers,
            UserRepository users,
            GroupPeople people,
            Clock clock) {
        this.access = access;
        this.admission = admission;
        this.groups = groups;
        this.members = members;
        this.requests = requests;
        this.answers = answers;
        this.users = users;
        this.people = people;
        this.clock = clock;
    }

    /**
     * Accepts or refuses.
     *
     * @param state {@link InviteState#ACCEPTED} or {@link InviteState#REFUSED}
     * @throws Refusal {@code invite-not-found}, also if the caller does not manage its group, because ids can be computed and
     *     must not reveal who has asked; {@code group-not-found}, {@code already-handled} for the other decision, {@code
     *     group-full}, {@code group-limit}
     */
    public void handle(Caller caller, String id, int state) {
        GroupJoinRequest known = find(id);
        int decided = access.decide(() -> {
            Group group = managed(caller, known);
            GroupJoinRequest request = find(id);
            return request.state == InviteState.WAITING
                    ? decide(caller, group, request, state)
                    : Optional.of(request.state);
        });
        answers.tell(known.groupId, List.of(known.userId), decided);
        if (decided != state) {
            throw new Refusal(ErrorCode.ALREADY_HANDLED, "_id: it was decided otherwise");
        }
    }

    private GroupJoinRequest find(String id) {
        return requests.findOne(id).orElseThrow(GroupJoinRequests::notFound);
    }

    private static Refusal notFound() {
        return new Refusal(ErrorCode.INVITE_NOT_FOUND, "_id: no such request");
    }

    private Group managed(Caller caller, GroupJoinRequest request) {
        try {
            Group group = access.openCounted(request.groupId, List.of(caller.uid(), request.userId));
            access.requireManager(group, caller.uid());
            return group;
        } catch (Refusal e) {
            boolean managedIt = e.code() == ErrorCode.GROUP_NOT_FOUND
                    && members.findOne(request.groupId, caller.uid())
                            .filter(GroupMember::isManager)
                            .isPresent();
            throw managedIt ? e : notFound();
        }
    }

    /**
     * The result of deciding on a waiting request; the request of a user who is a member already counts as accepted. Empty if
     * the group or the request was changed in between.
     */
    private Optional<Integer> decide(Caller caller, Group group, GroupJoinRequest request, int state) {
        Optional<GroupMember> ever =
                members.findEver(group.id, List.of(request.userId)).stream().findFirst();
        boolean isMember = ever.filter(GroupMember::isMember).isPresent();
        int decided = isMember ? InviteState.ACCEPTED : state;
        boolean stands = isMember || state == InviteState.REFUSED
                ? requests.decide(request, decided, clock.millis())
                : accept(caller, group, request, ever);
        return stands ? Optional.of(decided) : Optional.empty();
    }

    private boolean accept(Caller caller, Group group, GroupJoinRequest request, Optional<GroupMember> ever) {
        if (users.findOne(request.userId).isEmpty()) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "_id: who asked does not exist any more");
        }
        Map<String, GroupMember> known =
                ever.map(member -> Map.of(request.userId, member)).orElse(Map.of());
        return admission.admit(caller, group, List.of(request.userId), known, Optional.of(request))
                && find(request.id).state == InviteState.ACCEPTED;
    }

    /** Which requests: to one group, or to all that the caller manages. */
    public record Query(Optional<String> groupId, OptionalInt state, int limit, Optional<String> cursor) {
        private String list() {
            return "getGroupJoinList," + groupId + "," + state;
        }
    }

    /**
     * A page of requests, newest first.
     *
     * @throws Refusal {@code group-not-found}, {@code not-group-member}, {@code no-permission} for a group that is named
     */
    public Page<JoinRequestWithProfile> list(Caller caller, Query query) {
        Optional<RequestPlace> after = query.cursor()
                .map(cursor -> Cursor.decode(
                        query.list(), cursor, values -> new RequestPlace(values.number(), values.text())));
        List<String> groupIds = query.groupId()
                .map(groupId -> List.of(managed(caller, groupId)))
                .orElseGet(() -> managed(caller));
        Page<GroupJoinRequest> found = Page.of(
                groupIds.isEmpty() ? List.of() : requests.findPage(groupIds, query.state(), after, query.limit() + 1),
                query.limit(),
                last -> Cursor.encode(query.list(), last.creatTime, last.id));
        Map<String, Profile> profiles = people.profiles(
                found.items().stream().map(request -> request.userId).toList());
        return found.map(request -> new JoinRequestWithProfile(request, profiles.get(request.userId)));
    }

    private String managed(Caller caller, String groupId) {
        Group group = access.openForReader(groupId, caller.uid());
        access.requireManager(group, caller.uid());
        return groupId;
    }

    private List<String> managed(Caller caller) {
        Map<String, GroupMember> managed = members.findManaged(caller.uid()).stream()
                .collect(Collectors.toMap(member -> member.groupId, Function.identity()));
        return groups.findAll(managed.keySet()).stream()
                .filter(group -> !group.isDissolved() && !group.isLeaving(managed.get(group.id)))
                .map(group -> group.id)
                .toList();
    }
}
