package io.confab.push.fanout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GivenPush;
import io.confab.domain.push.Strategy;
import io.confab.push.invocation.Carried;
import io.confab.push.invocation.Invocations;
import io.confab.push.send.Errand;
import io.confab.push.send.PushDelivery;
import io.confab.wire.PushPayload;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * sendMsgToGroup: pushes to the next 500 members of a group and re-invokes itself for the rest
 * (docs/api/README.md#sendmsgtogroup).
 *
 * <p>The next hop is invoked as soon as its cursor is known, before this hop pushes, so that pages are served at the same time.
 * The chain ends because the cursor is a member's id that strictly grows and the last page is not full; the devices that are
 * left of a page become 500 fewer with each hop. A page with more devices than one read takes is served in parts, in the order
 * of its users' ids, which grow as well. A finished hop does nothing when it is repeated; one that died is taken over after its
 * lease and may push to its own page again. A page is read once as long as the group's members stay the same, see {@link
 * KeptPages}. Commands: 4 for each hop.
 */
@Singleton
public class GroupFanOut {
    static final int PAGE = 500;
    static final int DEVICES_PER_HOP = 500;

    /**
     * Maximum number of devices' names that are handed to the next hop, if they fit (see {@link Carried}); this hop pushes to
     * the others itself.
     */
    private static final int MAX_CLIENTIDS_PASSED_ON = 4_000;

    /** A page whose users have more devices than this is served in several parts. */
    static final int DEVICES_READ = DEVICES_PER_HOP + MAX_CLIENTIDS_PASSED_ON;

    private final HopLease leases;
    private final GroupMemberRepository members;
    private final DeviceRepository devices;
    private final Invocations invocations;
    private final PushDelivery delivery;
    private final Clock clock;
    private final KeptPages kept = new KeptPages();

    GroupFanOut(
            HopLease leases,
            GroupMemberRepository members,
            DeviceRepository devices,
            Invocations invocations,
            PushDelivery delivery,
            Clock clock) {
        this.leases = leases;
        this.members = members;
        this.devices = devices;
        this.invocations = invocations;
        this.delivery = delivery;
        this.clock = clock;
    }

    /**
     * Runs one hop; returns how many devices it pushed to, or nothing if the hop has been finished or its message was revoked.
     *
     * @throws io.confab.domain.error.Refusal 400 if the event does not describe a hop
     * @throws IllegalStateException while another run has the same hop; always for an announcement that was given up ({@code
     *     {given_up:{group_id,change_id,error}}}), so that it becomes a dead letter
     */
    public OptionalInt run(ObjectNode event) {
        if (event.has(Invocations.GIVEN_UP)) {
            throw new IllegalStateException("an announcement was given up: " + event.get(Invocations.GIVEN_UP));
        }
        Hop hop = Hop.decode(event);
        Optional<Runnable> markDone = leases.take(hop);
        if (markDone.isEmpty()) {
            return OptionalInt.empty();
        }
        List<DevicePush> pushes = hop.pushClientids().isEmpty() ? nextPage(hop) : remainingDevices(hop);
        delivery.deliver(pushes, Errand.ofHop(hop.origin(), hop.options()));
        markDone.get().run();
        return OptionalInt.of(pushes.size());
    }

    private List<DevicePush> nextPage(Hop hop) {
        Page page = page(hop);
        List<String> uids = Stream.concat(page.members().uids().stream(), hop.extraUids().stream())
                .distinct()
                .toList();
        List<Device> read =
                uids.isEmpty() ? List.of() : devices.findReachable(uids, hop.afterUid(), clock.millis(), DEVICES_READ);
        Part part = Part.of(read);
        List<Device> mine = invokeSuccessor(
                hop,
                addressed(hop, part.devices()),
                part.lastUid(),
                page.members().lastId());
        return pushes(hop, mine, page.quiet());
    }

    /** The members of a page, and those of them who have set do-not-disturb, which is read for each hop. */
    private record Page(MemberPage members, Collection<String> quiet) {}

    private Page page(Hop hop) {
        Optional<MemberPage> known =
                hop.members().flatMap(seen -> kept.find(hop.groupId(), hop.beforeId(), seen, clock.millis()));
        if (known.isPresent()) {
            return new Page(
                    known.get(),
                    members.findQuiet(hop.groupId(), hop.beforeId(), known.get().lastId(), PAGE));
        }
        long readAt = clock.millis();
        List<GroupMember> read = members.findPlaces(hop.groupId(), hop.beforeId(), PAGE);
        MemberPage page = MemberPage.of(read, PAGE);
        hop.members().ifPresent(seen -> kept.add(hop.groupId(), hop.beforeId(), seen, page, readAt));
        return new Page(page, quiet(read));
    }

    private static List<String> quiet(List<GroupMember> members) {
        return members.stream()
                .filter(GroupMember::isQuiet)
                .map(member -> member.userId)
                .toList();
    }

    /**
     * The devices of the users of a page, as many as one read takes. If one user alone has more devices than that, the others
     * are ignored: such records are from before there was a limit, and are removed when one of the devices next connects.
     *
     * @param lastUid the last of these users, if others are left
     */
    private record Part(List<Device> devices, Optional<String> lastUid) {
        static Part of(List<Device> read) {
            if (read.size() < DEVICES_READ) {
                return new Part(read, Optional.empty());
            }
            String cutOff = read.get(read.size() - 1).userId;
            List<Device> whole = read.stream()
                    .filter(device -> !device.userId.equals(cutOff))
                    .toList();
            return whole.isEmpty()
                    ? new Part(read, Optional.of(cutOff))
                    : new Part(whole, Optional.of(whole.get(whole.size() - 1).userId));
        }
    }

    private List<DevicePush> remainingDevices(Hop hop) {
        int own = ownShare(hop.pushClientids());
        List<String> rest = hop.pushClientids().subList(own, hop.pushClientids().size());
        if (!rest.isEmpty()) {
            invocations.nextHop(hop.rest(rest));
        } else if (hop.afterUid().isPresent()) {
            invocations.nextHop(hop.samePage(hop.afterUid().get()));
        } else {
            hop.beforeId().ifPresent(lastMember -> invocations.nextHop(hop.successor(lastMember)));
        }
        long now = clock.millis();
        List<Device> mine = devices.findByCids(hop.pushClientids().subList(0, own)).stream()
                .filter(device -> device.isInReach(now))
                .toList();
        Set<String> uids = mine.stream().map(device -> device.userId).collect(Collectors.toCollection(HashSet::new));
        return pushes(hop, mine, uids.isEmpty() ? List.of() : quiet(members.findAll(hop.groupId(), uids)));
    }

    /** Invokes the next hop; returns the devices that this hop itself pushes to. */
    private List<Device> invokeSuccessor(
            Hop hop, List<Device> reachable, Optional<String> lastUid, Optional<String> last) {
        List<String> cids = reachable.stream().map(Device::cid).toList();
        int own = ownShare(cids);
        if (own < reachable.size()) {
            List<String> rest = cids.subList(own, cids.size());
            invocations.nextHop(
                    lastUid.map(uid -> hop.restOfSamePage(rest, uid)).orElseGet(() -> hop.successor(rest, last)));
        } else if (lastUid.isPresent()) {
            invocations.nextHop(hop.samePage(lastUid.get()));
        } else {
            last.ifPresent(lastMember -> invocations.nextHop(hop.successor(lastMember)));
        }
        return reachable.subList(0, own);
    }

    /** How many of the first devices this hop pushes to: 500, and what cannot be passed on. */
    private static int ownShare(List<String> cids) {
        if (cids.size() <= DEVICES_PER_HOP) {
            return cids.size();
        }
        List<String> lastFirst = new ArrayList<>(cids.subList(DEVICES_PER_HOP, cids.size()));
        Collections.reverse(lastFirst);
        return cids.size() - Carried.count(lastFirst, MAX_CLIENTIDS_PASSED_ON);
    }

    /** The devices of the page that the push is for: those of its app and the sender's own, but not the one that sent it. */
    private static List<Device> addressed(Hop hop, List<Device> reachable) {
        PushPayload payload = hop.payload();
        String sender = payload.causedBy();
        boolean everyApp =
                !payload.isMessage() || payload.isSystemMessage() || hop.appId().isEmpty();
        return reachable.stream()
                .filter(device -> {
                    boolean own = device.userId.equals(sender);
                    if (own
                            && hop.senderDeviceId()
                                    .filter(device.deviceId::equals)
                                    .isPresent()) {
                        return false;
                    }
                    Optional<String> app = own ? hop.senderAppId().or(hop::appId) : hop.appId();
                    return everyApp || app.filter(id -> id.equals(device.appid)).isPresent();
                })
                .toList();
    }

    private static List<DevicePush> pushes(Hop hop, List<Device> devices, Collection<String> quietUids) {
        Set<String> quiet =
                quietUids.stream().filter(uid -> !hop.payload().mentions(uid)).collect(Collectors.toSet());
        String sender = hop.payload().causedBy();
        GivenPush toSender = toSender(hop);
        return devices.stream()
                .map(device -> new DevicePush(
                        device,
                        device.userId.equals(sender) ? toSender : hop.push(),
                        quiet.contains(device.userId) ? Strategy.ONLINE : hop.strategy()))
                .toList();
    }

    private static GivenPush toSender(Hop hop) {
        GivenPush push = hop.push();
        return hop.senderDeviceId()
                .filter(deviceId -> hop.payload().isMessage())
                .map(deviceId -> new GivenPush(
                        push.title(), push.content(), hop.payload().toSender(deviceId)))
                .orElse(push);
    }
}
