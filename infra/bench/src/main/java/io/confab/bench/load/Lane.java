package io.confab.bench.load;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.Texts;
import java.util.Map;

/** One sender and where it sends. */
public record Lane(BenchUser sender, String toUid, String groupId) {

    public static Lane toUser(BenchUser sender, BenchUser receiver) {
        return new Lane(sender, receiver.uid(), null);
    }

    public static Lane toGroup(BenchUser sender, String groupId) {
        return new Lane(sender, null, groupId);
    }

    Map<String, Object> message() {
        String body = Texts.stamped();
        return groupId == null ? Texts.toUser(toUid, body) : Texts.toGroup(groupId, body);
    }
}
