package io.confab.bench.kill;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.Population;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The conversations of a run: a ring of single chats, groups of eight, and one group of all users. */
final class Chats {
    private static final int SMALL_GROUP = 8;

    private final List<Chat> chats = new ArrayList<>();

    Chats(Population population, List<BenchUser> users) throws IOException {
        for (int i = 0; i < users.size(); i++) {
            chats.add(Chat.single(users.get(i), users.get((i + 1) % users.size())));
        }
        for (int from = 0; from + SMALL_GROUP <= users.size(); from += SMALL_GROUP) {
            group(population, users.subList(from, from + SMALL_GROUP));
        }
        group(population, users);
    }

    private void group(Population population, List<BenchUser> members) throws IOException {
        chats.add(Chat.group(population.group(members), members));
    }

    List<Chat> all() {
        return chats;
    }

    List<Chat> of(BenchUser user) {
        return chats.stream().filter(chat -> chat.members().contains(user)).toList();
    }
}
