package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.testing.Events;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * Pushes with a {@code ttl} to a device that is not connected: while they are kept, while it connects, and while they are sent.
 *
 * <p>Was seen to fail: {@link #DELIVER_AFTER_THE_NEXT_CONNECT}, when a run that found its connection ended only marked the
 * record: the device had connected again, and heard nothing until it connected once more.
 */
enum PendingScenario implements Scenario {
    KEEP {
        @Override
        public Call prepare(Trial trial) {
            disconnected(trial);
            return push(trial, 1);
        }

        @Override
        public void repeat(Trial trial, Call call) {
            run(trial, call);
            connect(trial, FIRST);
        }

        @Override
        int waiting() {
            return 1;
        }
    },

    CONNECT {
        @Override
        public Call prepare(Trial trial) {
            keepThree(trial);
            return connecting(trial, FIRST);
        }

        /** The handshake has failed, so the client opens another connection. */
        @Override
        public void repeat(Trial trial, Call call) {
            trial.settle();
            connect(trial, SECOND);
        }
    },

    DELIVER {
        @Override
        public Call prepare(Trial trial) {
            return delivery(trial);
        }

        @Override
        public void repeat(Trial trial, Call call) {
            run(trial, call);
        }
    },

    DELIVER_AFTER_THE_NEXT_CONNECT {
        @Override
        public Call prepare(Trial trial) {
            return delivery(trial);
        }

        @Override
        public void repeat(Trial trial, Call call) {
            trial.forgetInvocations();
            connect(trial, SECOND);
            run(trial, call);
        }
    };

    private static final String FIRST = "c1";
    private static final String SECOND = "c2";
    private static final String DEVICE = "phone";

    int waiting() {
        return 3;
    }

    /** Nobody but the invoker and the device itself can do anything about it. */
    @Override
    public void meet(Trial trial, Call call) {
        repeat(trial, call);
    }

    @Override
    public void verify(Trial trial, Call call) {
        List<Integer> first = numbers(trial, FIRST);
        List<Integer> second = numbers(trial, SECOND);
        assertThat(Stream.concat(first.stream(), second.stream()).distinct())
                .as("%s, then %s", first, second)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, waiting()).boxed().toList());
        // One that was sent when its process died comes again, and begins the second run.
        assertThat(first.size() + second.size()).isLessThanOrEqualTo(waiting() + 1);
        assertThat(trial.laboratory()
                        .database()
                        .getCollection("confab-pending")
                        .countDocuments(eq("device", device(trial).getString("_id"))))
                .isZero();
        assertThat(device(trial)).doesNotContainKey("pending_push");
    }

    private static List<Integer> numbers(Trial trial, String connection) {
        return Outgoing.frames(trial.laboratory().journal(), connection(trial, connection)).stream()
                .map(frame -> Trial.parse(frame.asText()))
                .filter(frame -> frame.path("type").asText().equals("receive"))
                .map(frame -> frame.at("/data/payload/n").asInt())
                .toList();
    }

    private static void disconnected(Trial trial) {
        Users users = new Users(trial.laboratory().database());
        users.add(uid(trial));
        users.device(uid(trial), DEVICE, Map.of());
    }

    private static void keepThree(Trial trial) {
        disconnected(trial);
        IntStream.rangeClosed(1, 3).forEach(n -> run(trial, push(trial, n)));
    }

    /** The invocation that the connect has started. */
    private static Call delivery(Trial trial) {
        keepThree(trial);
        call(trial, connecting(trial, FIRST));
        List<JsonNode> accepted = trial.invocations();
        assertThat(accepted).hasSize(1);
        trial.forgetInvocations();
        return new Call(trial.tag(), "sendPushMsg", accepted.get(0).path("payload"));
    }

    private static Call push(Trial trial, int number) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ObjectNode push = event.putObject("pushParam");
        push.put("user_id", uid(trial)).put("title", "t").put("content", "c");
        push.putObject("payload").put("type", "order").put("n", number);
        push.putObject("settings").put("ttl", 3_600_000);
        push.put("request_id", "request-" + trial.tag() + "-" + number);
        return new Call(trial.tag(), "sendPushMsg", event);
    }

    private static Call connecting(Trial trial, String connection) {
        return new Call(
                trial.tag(),
                "wsConnect",
                Trial.parse(Events.connect(connection(trial, connection), Tokens.good(uid(trial)), Users.APP, DEVICE)));
    }

    private static void connect(Trial trial, String connection) {
        call(trial, connecting(trial, connection));
        trial.settle();
    }

    private static void call(Trial trial, Call call) {
        assertThat(trial.laboratory().now().call(call).failure()).isNull();
    }

    /** As Lambda does: again, later, if it fails. */
    private static void run(Trial trial, Call call) {
        if (trial.laboratory().now().call(call).failure() != null) {
            assertThat(trial.laboratory().later().call(call).failure()).isNull();
        }
        trial.settle();
    }

    private static String uid(Trial trial) {
        return trial.tag() + "-dave";
    }

    private static String connection(Trial trial, String name) {
        return uid(trial) + "." + name;
    }

    private static Document device(Trial trial) {
        return trial.laboratory()
                .database()
                .getCollection("uni-id-device")
                .find(eq("user_id", uid(trial)))
                .into(new ArrayList<>())
                .get(0);
    }
}
