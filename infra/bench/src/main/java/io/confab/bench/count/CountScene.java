package io.confab.bench.count;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.LongList;
import io.confab.bench.client.OnlineDevice;
import io.confab.bench.client.Population;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The users and groups of a count.
 *
 * @param members of the group; the first is its creator, some are connected; at most the number that one hop serves
 * @param strangers who have no conversation with the creator
 * @param reader the user with the long list
 */
record CountScene(
        List<BenchUser> members,
        String groupId,
        List<BenchUser> strangers,
        BenchUser reader,
        List<OnlineDevice> devices)
        implements AutoCloseable {
    private static final int MEMBERS = 499;
    private static final int CONNECTED = 20;
    private static final int CONVERSATIONS = 500;

    static CountScene make(ConfabClient client, Population population, int unread, int strangers) throws IOException {
        List<BenchUser> members = population.users(Math.max(MEMBERS, CONVERSATIONS));
        String groupId = population.group(members.subList(0, MEMBERS));
        BenchUser reader = population.user();
        LongList list = new LongList(client, population);
        list.fill(reader, members, CONVERSATIONS, 1);
        list.pile(members.get(0), reader, unread);
        List<OnlineDevice> devices = new ArrayList<>();
        for (BenchUser member : members.subList(0, CONNECTED)) {
            devices.add(OnlineDevice.connect(client, member, message -> {}));
        }
        return new CountScene(members, groupId, population.users(strangers), reader, devices);
    }

    BenchUser speaker() {
        return members.get(0);
    }

    /** A connected member. */
    BenchUser listener() {
        return members.get(1);
    }

    @Override
    public void close() {
        devices.forEach(OnlineDevice::close);
    }
}
