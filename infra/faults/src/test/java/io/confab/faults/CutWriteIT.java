package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A connection to the database that ends after the server has got a write and before its answer has passed: the driver sends it
 * once more, and it is stored once (docs/decisions/0067).
 */
class CutWriteIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static Wire wire;
    private static FunctionJvm repeating;
    private static FunctionJvm never;

    @BeforeAll
    static void start() {
        String host =
                new ConnectionString(LABORATORY.connectionString()).getHosts().get(0);
        wire = Wire.to(Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)));
        repeating = behindTheWire("");
        never = behindTheWire("&retryWrites=false");
    }

    private static FunctionJvm behindTheWire(String option) {
        return LABORATORY.start("-Dquarkus.mongodb.connection-string=mongodb://127.0.0.1:" + wire.port()
                + "/?directConnection=true" + option);
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void chooseUserIntoGroup_answerToTheInsertIsCutOff_succeedsAndThereIsOneGroup() {
        Trial trial = Trial.of(LABORATORY, "cut");

        Answer answer = makeGroup(trial, repeating);

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.commands()).filteredOn("insert uni-im-group"::equals).hasSize(2);
        assertThat(count("uni-im-group", trial.user("alice"))).isEqualTo(1);
    }

    @Test
    void chooseUserIntoGroup_addressTurnsItOff_failsAlthoughTheGroupIsStored() {
        Trial trial = Trial.of(LABORATORY, "off");

        assertThat(makeGroup(trial, never).status()).isEqualTo(500);

        assertThat(count("uni-im-group", trial.user("alice"))).isEqualTo(1);
    }

    private static Answer makeGroup(Trial trial, FunctionJvm jvm) {
        String alice = trial.user("alice");
        Map<String, ?> params = Map.of("user_ids", List.of(trial.user("bob")));
        wire.cutAnswerTo(command("insert"), "uni-im-group", alice);
        Answer answer = Answer.of(jvm.call(trial.call(alice, "chooseUserIntoGroup", params)));
        assertThat(wire.awaitsRequest()).as("no write was cut off").isFalse();
        return answer;
    }

    @Test
    void handleFriendInvite_answerToTheDecisionIsCutOff_succeedsAndTheyAreFriends() {
        Trial trial = Trial.of(LABORATORY, "cut");
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        String invite = trial.done(trial.call(alice, "addFriendInvite", Map.of("to_uid", bob)))
                .path("_id")
                .asText();

        wire.cutAnswerTo(command("findAndModify"), "uni-im-friend-invite", "unfinished");
        Answer answer =
                Answer.of(repeating.call(trial.call(bob, "handleFriendInvite", Map.of("_id", invite, "state", 100))));

        assertThat(wire.awaitsRequest()).as("no write was cut off").isFalse();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(count("uni-im-friend", alice)).isEqualTo(1);
        assertThat(count("uni-im-friend", bob)).isEqualTo(1);
    }

    /** The name of a command, as it begins in BSON. */
    private static String command(String name) {
        return "\u0002" + name + "\u0000";
    }

    private static long count(String collection, String uid) {
        return LABORATORY.database().getCollection(collection).countDocuments(new Document("user_id", uid));
    }
}
