package io.confab.bench.client;

import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates users and groups for a run; their names begin with a prefix of the run, so that runs do not affect each other. */
public final class Population {
    private static final int MAX_IDS_PER_CALL = 499;
    private static final int REGISTER_THREADS = 8;

    private final ConfabClient client;
    private final String run = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger number = new AtomicInteger();

    public Population(ConfabClient client) {
        this.client = client;
    }

    public BenchUser user() throws IOException {
        int n = number.incrementAndGet();
        return client.register(run + "-" + n, "Bench " + run.substring(6) + " n" + n);
    }

    public List<BenchUser> users(int count) {
        AtomicInteger done = new AtomicInteger();
        try (Progress progress = Progress.every3Seconds(() -> "registered " + done.get() + " of " + count)) {
            return InParallel.map(REGISTER_THREADS, count, i -> {
                BenchUser user = user();
                done.incrementAndGet();
                return user;
            });
        }
    }

    /** A group of these members, created by the first. */
    public String group(List<BenchUser> members) throws IOException {
        BenchUser creator = members.get(0);
        List<String> others = members.stream().skip(1).map(BenchUser::uid).toList();
        String groupId = null;
        for (List<String> part : parts(others)) {
            Map<String, Object> params = new LinkedHashMap<>();
            params.put("user_ids", part);
            if (groupId == null) {
                params.put("groupInfo", Map.of("name", run));
            } else {
                params.put("group_id", groupId);
            }
            groupId = client.callOrThrow("chooseUserIntoGroup", creator, params)
                    .data()
                    .path("group_id")
                    .asText();
        }
        return groupId;
    }

    private static List<List<String>> parts(List<String> ids) {
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < ids.size() || parts.isEmpty(); from += MAX_IDS_PER_CALL) {
            parts.add(ids.subList(from, Math.min(ids.size(), from + MAX_IDS_PER_CALL)));
        }
        return parts;
    }
}
