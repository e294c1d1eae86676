package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.TestIssuer;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first calls of somebody whom only the issuer knows: many at once in several processes, and in processes that die. */
class IssuerIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int ROUNDS = 12;
    private static final int PROCESSES = 3;
    private static final int CALLS = 4;

    /** Two look-ups, the insert, and the admission: before and after each, and one moment more. */
    private static final int MOMENTS = 9;

    private static TestIssuer issuer;
    private static PublicJsonWebKey key;
    private static List<FunctionJvm> jvms;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start(0);
        key = issuer.newRsaKey("k1");
        jvms = IntStream.range(0, PROCESSES)
                .mapToObj(i -> LABORATORY.start(settings()))
                .toList();
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    private static String[] settings() {
        return new String[] {
            "-Dconfab.local=true",
            "-Dconfab.oidc.issuer=" + issuer.url(),
            "-Dconfab.oidc.audience=" + TestIssuer.AUDIENCE,
            "-Dconfab.oidc.provision=true"
        };
    }

    /** Seen to fail, with several users in most rounds, with a random {@code _id}. */
    @RepeatedTest(ROUNDS)
    void firstCalls_manyAtOnceInSeveralProcesses_makeOneUser() {
        String subject = "subject-" + System.nanoTime();
        Call call = call(subject);

        List<Answer> answers = AtOnce.run(IntStream.range(0, PROCESSES * CALLS)
                .<Callable<Answer>>mapToObj(
                        i -> () -> Answer.of(jvms.get(i % PROCESSES).call(call)))
                .toList());

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers)
                .extracting(answer -> answer.data().path("_id").asText())
                .containsOnly(uidOf(subject));
    }

    @Test
    void firstCall_killedAtEveryCommand_leavesNobodyOrAWholeUser() {
        List<String> subjects =
                IntStream.range(0, MOMENTS).mapToObj(i -> "doomed-" + i).toList();

        Set<Integer> survivors = LABORATORY.kill(
                IntStream.range(0, MOMENTS)
                        .mapToObj(i -> new Doomed(call(subjects.get(i)), i / 2 + 1, i % 2 == 1))
                        .toList(),
                settings());

        assertThat(survivors).containsExactly(MOMENTS - 1);
        subjects.forEach(subject -> {
            Answer answer = Answer.of(jvms.get(0).call(call(subject)));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.data().path("nickname").asText()).isEqualTo("Zoë");
            assertThat(answer.data().path("_id").asText()).isEqualTo(uidOf(subject));
        });
    }

    private static String uidOf(String subject) {
        return LABORATORY
                .database()
                .getCollection("uni-id-users")
                .find(eq("identities.uid", subject))
                .map(user -> user.getString("_id"))
                .into(new ArrayList<>())
                .stream()
                .reduce((one, other) -> one + " and " + other)
                .orElse("nobody");
    }

    private static Call call(String subject) {
        String token = issuer.token(
                subject, claims -> claims.setClaim("name", "Zoë"), "RS256", key.getKeyId(), key.getPrivateKey());
        return new Call(
                subject,
                "getMyInfo",
                Events.call("getMyInfo")
                        .token(token)
                        .client(Users.APP, Trial.CALLING_DEVICE, "web")
                        .body(Map.of())
                        .node());
    }
}
