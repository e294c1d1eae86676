package io.confab.domain.membership;

import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupMemberRepository.MembershipPlace;
import io.confab.domain.group.GroupMemberRepository.WithGroup;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import io.confab.domain.text.Folding;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * getGroupList, getGroupMemberList and searchGroups (docs/api/groups.md#getgrouplist, docs/api/groups.md#getgroupmemberlist).
 * Reads a page at a time.
 */
@Singleton
public class GroupLists {
    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final GroupAccess access;
    private final GroupPeople people;
    private final MemberSearch search;

    GroupLists(
            GroupRepository groups,
            GroupMemberRepository members,
            GroupAccess access,
            GroupPeople people,
            MemberSearch search) {
        this.groups = groups;
        this.members = members;
        this.access = access;
        this.people = people;
        this.search = search;
    }

    /** The caller's memberships, newest first, or that of one group; none if the caller is not a member of it. */
    public Page<WithGroup> ofUser(Caller caller, Optional<String> groupId, int limit, Optional<String> cursor) {
        String list = "getGroupList," + groupId;
        Optional<MembershipPlace> after = cursor.map(
                text -> Cursor.decode(list, text, values -> new MembershipPlace(values.number(), values.text())));
        List<WithGroup> found = groupId.isPresent()
                ? members.findWithGroup(groupId.get(), caller.uid()).filter(GroupLists::isShown).stream()
                        .toList()
                : shown(caller.uid(), after, limit + 1);
        return Page.of(found, limit, last -> Cursor.encode(list, last.createTime, last.id));
    }

    /** Reads further if dissolved groups have left a page short. */
    private List<WithGroup> shown(String uid, Optional<MembershipPlace> after, int limit) {
        List<WithGroup> shown = new ArrayList<>();
        Optional<MembershipPlace> place = after;
        List<WithGroup> read;
        do {
            read = members.findOfUser(uid, place, limit);
            read.stream().filter(GroupLists::isShown).forEach(shown::add);
            if (!read.isEmpty()) {
                WithGroup last = read.get(read.size() - 1);
                place = Optional.of(new MembershipPlace(last.createTime, last.id));
            }
        } while (read.size() == limit && shown.size() < limit);
        return shown.subList(0, Math.min(limit, shown.size()));
    }

    private static boolean isShown(WithGroup member) {
        return member.isStanding() && !member.group().isDissolved();
    }

    /**
     * Which members of a group.
     *
     * @param uid only this one
     * @param keyword only those whose shown name begins with it
     */
    public record MemberFilter(String groupId, Optional<String> uid, Optional<String> keyword) {
        private boolean matches(MemberWithProfile member) {
            return keyword.stream()
                    .allMatch(text -> Folding.key(member.profile().nickname()).startsWith(Folding.key(text)));
        }
    }

    /**
     * A group's members in the order of their ids, or one of them.
     *
     * @throws io.confab.domain.error.Refusal {@code group-not-found}, {@code not-group-member}
     */
    public Page<MemberWithProfile> ofGroup(Caller caller, MemberFilter filter, int limit, Optional<String> cursor) {
        String groupId = filter.groupId();
        Optional<String> uid = filter.uid();
        String list = "getGroupMemberList," + groupId + "," + uid
                + filter.keyword().map(keyword -> "," + keyword).orElse("");
        Optional<String> after = cursor.map(text -> Cursor.decode(list, text, Cursor::text));
        Group group = access.openForReader(groupId, caller.uid());
        access.requireMember(group, caller.uid());
        if (filter.keyword().isPresent() && uid.isEmpty()) {
            String key = Folding.key(filter.keyword().get());
            return search.page(group, key, after, limit, last -> Cursor.encode(list, last.id));
        }
        Page<GroupMember> found = Page.of(
                uid.isPresent()
                        ? members.findAll(groupId, List.of(uid.get()))
                        : members.findPage(groupId, after, limit + 1),
                limit,
                last -> Cursor.encode(list, last.id));
        Map<String, Profile> profiles = people.profiles(
                found.items().stream().map(member -> member.userId).toList());
        return found.mapOptional(member -> Optional.of(member)
                .filter(remaining -> !group.isLeaving(remaining))
                .map(remaining -> new MemberWithProfile(remaining, profiles.get(remaining.userId)))
                .filter(filter::matches));
    }

    /** The group of this id, then those of this name, in any spelling, by their ids. */
    public Page<Group> search(String keyword, int limit, Optional<String> cursor) {
        String list = "searchGroups," + keyword;
        Optional<String> after = cursor.map(text -> Cursor.decode(list, text, Cursor::text));
        List<Group> found = new ArrayList<>();
        if (after.isEmpty()) {
            groups.findOne(keyword).filter(group -> !group.isDissolved()).ifPresent(found::add);
        }
        groups.findByName(keyword, after.filter(id -> !id.isEmpty()), limit + 1).stream()
                .filter(group -> !group.id.equals(keyword))
                .forEach(found::add);
        return Page.of(found, limit, last -> Cursor.encode(list, place(last, keyword)));
    }

    /** The groups that are found by name begin after the one that was found by id. */
    private static String place(Group last, String keyword) {
        return last.id.equals(keyword) ? "" : last.id;
    }
}
