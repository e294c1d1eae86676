package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process dies after every command of a row of {@code confab-inbox}. The source of its event sends it again, at once and later;
 * then the row has been carried out, exactly once.
 *
 * <p>All deaths of a kind are those of one process. A row that nobody has taken would be taken by any other event of the inbox, so every
 * call dies after it has taken its own and before it looks for others.
 *
 * <p>Was seen to fail: when an event whose row another process had was a success, its source never sent it again, and the row
 * waited for the next event.
 */
class IntakeKillIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final String INBOX = "confab-inbox";

    enum Kind {
        MESSAGE(trial -> new Document("from_uid", trial.user("alice"))
                .append("to_uid", trial.user("bob"))
                .append("type", "text")
                .append("body", "from a script")
                .append("appId", Users.APP)),
        FRIEND(trial -> new Document("user_id", trial.user("alice")).append("friend_uid", trial.user("bob"))),
        MEMBER(trial -> new Document("group_id", trial.group(trial.user("alice"), trial.user("bob")))
                .append("user_id", trial.user("carol")));

        private final Function<Trial, Document> document;

        Kind(Function<Trial, Document> document) {
            this.document = document;
        }
    }

    /** A row, its event, and the command after which its process dies. */
    private record Attempt(Kind kind, Trial trial, Doomed doomed) {
        static Attempt of(Kind kind, int at) {
            Trial trial = Trial.of(LABORATORY, "inbox");
            Document document = kind.document.apply(trial);
            trial.forgetInvocations();
            LABORATORY
                    .database()
                    .getCollection(INBOX)
                    .insertOne(new Document("_id", trial.tag())
                            .append("kind", kind.name().toLowerCase(Locale.ROOT))
                            .append("document", document));
            Call call = ChangeEvent.batch(trial.tag(), ChangeEvent.insert(INBOX, trial.tag(), Map.of()));
            return new Attempt(kind, trial, new Doomed(call, at, true));
        }

        void check() {
            try {
                new Recount(trial).check();
                Document row = LABORATORY
                        .database()
                        .getCollection(INBOX)
                        .find(eq("_id", trial.tag()))
                        .first();
                assertThat(row).containsKey("expire_at").doesNotContainKeys("refused", "lease_until");
                switch (kind) {
                    case MESSAGE -> checkMessage();
                    case FRIEND -> trial.people().forEach(uid -> {
                        assertThat(FriendScenario.friends(trial, LABORATORY.now(), uid))
                                .hasSize(1);
                        assertThat(FriendScenario.added(trial, uid)).hasSize(1);
                        trial.requirePushed(List.of(uid), "", push -> push.path("subType")
                                .asText()
                                .equals("uni-im-friend-add"));
                    });
                    case MEMBER -> trial.requirePushed(trial.people(), "", push -> push.at("/data/action")
                            .asText()
                            .equals("join-group-notice"));
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(kind + " after command " + doomed.at(), e);
            }
        }

        private void checkMessage() {
            List<Document> sent = LABORATORY
                    .database()
                    .getCollection("uni-im-msg")
                    .find(eq("from_uid", trial.user("alice")))
                    .into(new ArrayList<>());
            assertThat(sent).hasSize(1);
            trial.requirePushed(
                    trial.people(), "", Trial.messagePush(sent.get(0).getString("_id")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowOfTheInbox_killedAfterEveryCommand_isCarriedOutOnce(Kind kind) {
        List<Attempt> attempts = AtOnce.run(IntStream.rangeClosed(1, commands(kind))
                .<Callable<Attempt>>mapToObj(at -> () -> Attempt.of(kind, at))
                .toList());

        assertThat(LABORATORY.kill(attempts.stream().map(Attempt::doomed).toList()))
                .isEmpty();

        attempts.forEach(attempt -> ChangeEvent.tellUntilItSucceeds(
                attempt.trial(), attempt.doomed().call()));
        // One of them may have carried out the rows of others.
        attempts.forEach(attempt -> attempt.trial().settle());
        AtOnce.run(attempts.stream()
                .map(attempt -> Executors.callable(attempt::check))
                .toList());
        System.out.printf("inbox, %s: %d kills%n", kind, attempts.size());
    }

    /** How many commands a row costs when nobody dies: from taking it to finishing it. */
    private static int commands(Kind kind) {
        Attempt attempt = Attempt.of(kind, Doomed.NEVER);
        Reply reply = LABORATORY.now().call(attempt.doomed().call());
        assertThat(reply.failure()).isNull();
        attempt.trial().settle();
        attempt.check();
        int finish = reply.commands().lastIndexOf("update " + INBOX);
        assertThat(finish).isPositive();
        return finish + 1;
    }
}
