package io.confab.bench.kill;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.Population;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.Progress;
import io.confab.bench.system.StartOptions;
import io.confab.bench.system.StartedSystem;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kill}: nothing acknowledged is lost, doubled or out of order when the server is killed. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = {
            "Starts mongod and the server, lets clients send in single chats and groups, kills the server with SIGKILL",
            "meanwhile and starts it again. Clients repeat calls that were not answered; some also repeat answered calls,",
            "revoke, and mark as read. Afterwards everything is read back with getMsgList and getConversationList."
        })
public final class KillCommand implements Callable<Integer> {
    private static final int SHOWN_VIOLATIONS = 20;

    @Mixin
    private StartOptions own;

    @Option(names = "--embedded", description = "Use the embedded database, which is killed together with the server.")
    private boolean embedded;

    @Option(names = "--clients", defaultValue = "32", description = "Clients at the same time (default: 32).")
    private int clients;

    @Option(names = "--messages", defaultValue = "10000", description = "Total number of messages (default: 10000).")
    private long messages;

    @Option(names = "--kills", defaultValue = "2", description = "Number of kills, at equal distances (default: 2).")
    private int kills;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the random senders, conversations and texts (default: 1).")
    private long seed;

    @Override
    public Integer call() throws Exception {
        Progress.say(embedded ? "starting the server" : "starting mongod and the server");
        try (StartedSystem system = own.prepare(embedded)) {
            system.server().start();
            Population population = new Population(system.client());
            List<BenchUser> users = population.users(clients);
            Chats chats = new Chats(population, users);
            Journal journal = new Journal();
            Killer killer = new Killer(system.server(), journal);
            long start = System.nanoTime();
            chat(system, users, chats, journal, killer);
            double seconds = (System.nanoTime() - start) / 1e9;
            Progress.say("reading everything back");
            Verification verification = new Verification(system.client(), journal);
            verification.messages(chats.all());
            verification.lists(users, chats);
            report(journal, killer, verification, chats, seconds);
            return verification.violations().isEmpty() ? ExitCode.KEPT : ExitCode.BROKEN;
        }
    }

    private void chat(StartedSystem system, List<BenchUser> users, Chats chats, Journal journal, Killer killer) {
        PersistentCaller caller = new PersistentCaller(system.client(), journal);
        AtomicLong tickets = new AtomicLong();
        try (Progress progress = Progress.every3Seconds(() -> "acknowledged " + journal.sendCount() + " of " + messages
                + ", repeated for want of an answer " + journal.retriedCount())) {
            InParallel.map(clients + 1, clients + 1, i -> {
                if (i == clients) {
                    killer.run(kills, messages);
                } else {
                    chatOne(users.get(i), i, chats, caller, journal, tickets);
                }
                return i;
            });
        }
    }

    private void chatOne(
            BenchUser user, int number, Chats chats, PersistentCaller caller, Journal journal, AtomicLong tickets)
            throws IOException {
        new ChattingClient(user, chats.of(user), caller, journal, seed * clients + number)
                .chatWhile(() -> tickets.incrementAndGet() <= messages);
    }

    private void report(Journal journal, Killer killer, Verification verification, Chats chats, double seconds) {
        String down = killer.downSeconds().stream()
                .map(one -> String.format(Locale.ROOT, "%.1f s", one))
                .collect(Collectors.joining(", "));
        System.out.printf(
                Locale.ROOT,
                """
                database                          %s
                clients, conversations            %d, %d
                kills, down for                   %d: %s
                sent and acknowledged             %d in %.0f s
                calls repeated without an answer  %d
                answered sends repeated           %d
                revoked, read marks               %d, %d
                messages read back                %d
                unread counts compared            %d
                violations                        %d
                """,
                embedded ? "embedded, killed with the server" : "mongod, one member, journalled",
                clients,
                chats.all().size(),
                killer.downSeconds().size(),
                down,
                journal.sendCount(),
                seconds,
                journal.retriedCount(),
                journal.repeatedCount(),
                journal.revokedIds().size(),
                journal.markCount(),
                verification.storedMessages(),
                verification.comparedUnread(),
                verification.violations().size());
        verification.violations().stream().limit(SHOWN_VIOLATIONS).forEach(line -> System.out.println("  " + line));
    }
}
