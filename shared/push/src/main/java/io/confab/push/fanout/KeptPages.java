package io.confab.push.fanout;

import io.confab.domain.group.MembersSeen;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pages of members that this process has read, as long as the group's version is the same (docs/decisions/0049). No right is
 * kept: a hop pushes to those who were members when its message was sent.
 *
 * <p>A page is found only by a hop whose send has seen the newest version that this process knows, within seconds: a hop that is
 * late, or repeated after its lease, reads. A page is also read again after half a minute, because another program may write
 * members without a version. Used by several threads at once.
 */
final class KeptPages {
    static final long MAX_AGE_OF_HOP = Duration.ofSeconds(5).toMillis();
    static final long MAX_AGE_OF_PAGE = Duration.ofSeconds(30).toMillis();
    private static final int MAX_GROUPS = 32;
    private static final int MAX_PAGES = 12;

    private final Map<String, OfGroup> byGroup = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OfGroup> eldest) {
            return size() > MAX_GROUPS;
        }
    };

    /** The pages of a group of one version, by the member before them. */
    private record OfGroup(long version, Map<Optional<String>, Kept> pages) {}

    private record Kept(MemberPage page, long readAt) {}

    /** The page after this member, if it may be used now. */
    synchronized Optional<MemberPage> find(String groupId, Optional<String> afterId, MembersSeen seen, long now) {
        OfGroup known = byGroup.get(groupId);
        if (known == null || known.version != seen.version() || Math.abs(now - seen.time()) > MAX_AGE_OF_HOP) {
            return Optional.empty();
        }
        return Optional.ofNullable(known.pages.get(afterId))
                .filter(kept -> now - kept.readAt < MAX_AGE_OF_PAGE)
                .map(Kept::page);
    }

    /** Keeps a page that was read at this time, after the send has seen this version; unless a newer version is known. */
    synchronized void add(String groupId, Optional<String> afterId, MembersSeen seen, MemberPage page, long readAt) {
        OfGroup known = byGroup.get(groupId);
        if (known != null && known.version > seen.version()) {
            return;
        }
        if (known == null || known.version < seen.version()) {
            known = new OfGroup(seen.version(), new HashMap<>());
            byGroup.put(groupId, known);
        }
        if (known.pages.size() < MAX_PAGES || known.pages.containsKey(afterId)) {
            known.pages.put(afterId, new Kept(page, readAt));
        }
    }
}
