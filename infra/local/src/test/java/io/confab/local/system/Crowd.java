package io.confab.local.system;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * A group of 1,200 people, more than two full pages of a fan-out.
 *
 * @param members in the order in which they joined, which is that of the pages; the creator first
 */
record Crowd(String groupId, List<Account> members) {
    static final int SIZE = 1_200;
    private static final int IDS_PER_CALL = 400;

    /** Registers everybody and brings them in by three calls. */
    static Crowd gather(Confab confab) {
        List<Account> members = Confab.atOnce(IntStream.range(0, SIZE)
                .<Callable<Account>>mapToObj(i -> () -> confab.register("Member " + i))
                .toList());
        Account creator = members.get(0);
        String groupId = "";
        for (int from = 1; from < SIZE; from += IDS_PER_CALL) {
            List<String> uids = members.subList(from, Math.min(SIZE, from + IDS_PER_CALL)).stream()
                    .map(Account::uid)
                    .toList();
            groupId = confab.call(creator, "chooseUserIntoGroup", Map.of("group_id", groupId, "user_ids", uids))
                    .data()
                    .path("group_id")
                    .asText();
        }
        confab.awaitQuiet();
        return new Crowd(groupId, members);
    }

    Account creator() {
        return members.get(0);
    }
}
