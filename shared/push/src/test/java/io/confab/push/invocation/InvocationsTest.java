package io.confab.push.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.push.ControlPush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.Strategy;
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
    private final Invocations invocations = new Invocations((method, event) -> invoked.add(method + " " + event));

    @Test
    void sendPushMsg_namesDevicesAndRequest() {
        invocations.sendPushMsg(PUSH, Strategy.ONLINE, "request", List.of("c1", "c2"));

        assertThat(invoked)
                .containsExactly("sendPushMsg {\"pushParam\":{" + TEXT + "\"settings\":{\"strategy\":{\"default\":3}},"
                        + "\"push_clientid\":[\"c1\",\"c2\"],\"request_id\":\"request\"}}");
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
    void giveUp_saysWhatIsNotAnnounced() {
        invocations.giveUp("g1", "c1", "why");

        assertThat(invoked)
                .containsExactly("sendMsgToGroup {\"given_up\":"
                        + "{\"group_id\":\"g1\",\"change_id\":\"c1\",\"error\":\"why\"}}");
    }
}
