package io.confab.push.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.group.MembersSeen;
import io.confab.domain.json.Params;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.Strategy;
import io.confab.domain.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The exact events: after a rollback, an older version gets what this one wrote, and the other way round. */
class InvocationsTest {
    private static final PushContent PUSH = new ControlPush.UnreadCleared("single_1", 7);
    private static final String TEXT = "\"title\":\"\",\"content\":\"\",\"payload\":"
            + "{\"type\":\"clear-conversation-unreadCount\",\"data\":{\"conversation_id\":\"single_1\",\"seq\":7}},";

    private final List<String> invoked = new ArrayList<>();
    private final Invocations invocations =
            new Invocations((method, event) -> invoked.add(method + " " + event), new Tally());

    private static Handover rest(PushOptions options, boolean checkToken) {
        return new Handover(
                PUSH, Strategy.ONLINE, "request-0001", "origin", 2, options, checkToken, List.of("c1", "c2"));
    }

    @Test
    void sendPushMsg_namesDevicesRequestAndAttempt() {
        invocations.sendPushMsg(rest(PushOptions.NONE, true));

        assertThat(invoked)
                .containsExactly("sendPushMsg {\"pushParam\":{" + TEXT + "\"settings\":{\"strategy\":{\"default\":3}},"
                        + "\"push_clientid\":[\"c1\",\"c2\"],\"request_id\":\"request-0001\"},"
                        + "\"attempt\":2,\"origin_id\":\"origin\"}");
    }

    @Test
    void sendPushMsg_options_areReadBackAsTheyWere() throws JsonProcessingException {
        String written = "{\"title\":\"t\",\"content\":\"c\",\"payload\":1,\"push_clientid\":\"c\","
                + "\"settings\":{\"ttl\":5000},\"force_notification\":true,\"badge\":3,\"channel\":{\"HW\":\"x\"},"
                + "\"options\":{\"XM\":{\"a\":1}},\"group_name\":\"g\",\"sound\":\"ping\",\"open_url\":\"/p\"}";
        PushOptions options = PushParam.decode(new Params((ObjectNode) new ObjectMapper().readTree(written)))
                .options();

        invocations.sendPushMsg(rest(options, false));

        String event = invoked.get(0).substring("sendPushMsg ".length());
        PushRequest again = PushRequest.decode((ObjectNode) new ObjectMapper().readTree(event));
        assertThat(again.param().options()).isEqualTo(options);
        assertThat(again.param().checkToken()).isFalse();
        assertThat(again.param().strategy()).isEqualTo(Strategy.ONLINE);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.originId()).hasValue("origin");
    }

    @Test
    void decode_eventOfAnEarlierVersion_isTheFirstAttempt() throws JsonProcessingException {
        String event = "{\"pushParam\":{" + TEXT + "\"push_clientid\":[\"c1\"],\"request_id\":\"0123456789\"}}";

        PushRequest request = PushRequest.decode((ObjectNode) new ObjectMapper().readTree(event));

        assertThat(request.attempt()).isEqualTo(1);
        assertThat(request.originId()).isEmpty();
    }

    @Test
    void giveUp_ofPushes_isTheInvocationThatWouldTryAgain() {
        invocations.giveUp(rest(PushOptions.NONE, true));

        assertThat(invoked).singleElement().satisfies(event -> assertThat(event)
                .contains("\"push_clientid\":[\"c1\",\"c2\"]")
                .endsWith("\"given_up\":{\"request_id\":\"origin\",\"attempts\":3}}"));
    }

    @Test
    void sendMsgToGroup_namesTheSender() {
        invocations.sendMsgToGroup(new GroupPush(
                "app",
                PUSH,
                Strategy.ONLINE_ELSE_OFFLINE,
                Optional.of("request"),
                Optional.of("web"),
                Optional.of("phone"),
                List.of("left")));
        invocations.sendMsgToGroup(new GroupPush(
                "app", PUSH, Strategy.ONLINE, Optional.empty(), Optional.empty(), Optional.empty(), List.of()));

        assertThat(invoked)
                .containsExactly(
                        "sendMsgToGroup {\"appId\":\"app\",\"pushParam\":{" + TEXT
                                + "\"settings\":{\"strategy\":{\"default\":1}},\"request_id\":\"request\"},"
                                + "\"senderAppId\":\"web\",\"senderDeviceId\":\"phone\",\"extra_uids\":[\"left\"]}",
                        "sendMsgToGroup {\"appId\":\"app\",\"pushParam\":{" + TEXT
                                + "\"settings\":{\"strategy\":{\"default\":3}}}}");
    }

    @Test
    void sendMsgToGroup_carriesWhichMembersWereSeen() {
        invocations.sendMsgToGroup(new GroupPush(
                "app",
                PUSH,
                Strategy.ONLINE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(new MembersSeen(7, 1_700_000_000_000L))));

        assertThat(invoked).singleElement().asString().endsWith(",\"members\":{\"version\":7,\"time\":1700000000000}}");
    }

    @Test
    void giveUp_saysWhatIsNotAnnounced() {
        invocations.giveUp("g1", "c1", "why");

        assertThat(invoked)
                .containsExactly("sendMsgToGroup {\"given_up\":"
                        + "{\"group_id\":\"g1\",\"change_id\":\"c1\",\"error\":\"why\"}}");
    }
}
