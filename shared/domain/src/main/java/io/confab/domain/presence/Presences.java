package io.confab.domain.presence;

import io.confab.domain.device.DeviceRepository;
import io.confab.domain.device.DeviceRepository.Use;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.rate.SearchRate;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.TokenBearer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * getPresence: who of some users is online (docs/api/people.md#getpresence;
 * docs/decisions/0051-presence-is-read-from-devices.md). Seen by friends and by members of a common group that is not large,
 * unless the user has hidden it. Reads only, with at most three commands besides the one that counts the call: users and
 * friendships, common groups if somebody is no friend, devices. A membership that a crash has left unfinished counts as it is
 * stored.
 */
@Singleton
public class Presences {
    /** The largest group in which members see each other. */
    private static final long MAX_MEMBERS = 500;

    private final AcquaintanceRepository users;
    private final GroupMemberRepository members;
    private final DeviceRepository devices;
    private final SearchRate rate;
    private final Clock clock;

    Presences(
            AcquaintanceRepository users,
            GroupMemberRepository members,
            DeviceRepository devices,
            SearchRate rate,
            Clock clock) {
        this.users = users;
        this.members = members;
        this.devices = devices;
        this.rate = rate;
        this.clock = clock;
    }

    /**
     * Those of the users whose presence the bearer may see, in this order, each once.
     *
     * @throws io.confab.domain.error.Refusal if the bearer may not call, or {@code rate-limited}
     */
    public Admitted<List<Presence>> of(TokenBearer bearer, List<String> uids) {
        Set<String> all = new LinkedHashSet<>(uids);
        all.add(bearer.uid());
        Map<String, Acquaintance> found = users.find(all, bearer.uid());
        return bearer.admit(Optional.ofNullable(found.get(bearer.uid())), caller -> {
            rate.countPresence(caller.uid());
            return visible(caller.uid(), uids.stream().distinct().toList(), found);
        });
    }

    private List<Presence> visible(String callerUid, List<String> uids, Map<String, Acquaintance> found) {
        List<String> shown = uids.stream()
                .filter(found::containsKey)
                .filter(uid -> !found.get(uid).isPresenceHidden())
                .toList();
        List<String> known = known(callerUid, shown, found);
        if (known.isEmpty()) {
            return List.of();
        }
        Map<String, Use> uses = devices.findUses(known, clock.millis());
        return known.stream()
                .map(uid -> presence(uid, uses.getOrDefault(uid, Use.NONE)))
                .toList();
    }

    private List<String> known(String callerUid, List<String> uids, Map<String, Acquaintance> found) {
        Predicate<String> isKnown =
                uid -> uid.equals(callerUid) || found.get(uid).hasFriend();
        Set<String> strangers = uids.stream().filter(isKnown.negate()).collect(Collectors.toSet());
        Set<String> fellows = strangers.isEmpty() ? Set.of() : members.findFellows(callerUid, strangers, MAX_MEMBERS);
        return uids.stream().filter(isKnown.or(fellows::contains)).toList();
    }

    private static Presence presence(String uid, Use use) {
        return new Presence(uid, use.isOnline(), use.platforms(), use.lastTime());
    }
}
