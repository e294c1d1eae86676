package io.confab.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.testing.HttpPeer;
import io.confab.testing.HttpPeer.Answer;
import io.confab.testing.HttpPeer.Manner;
import io.confab.testing.HttpPeer.Request;
import io.confab.testing.Users;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * The other side of the channels: connections as API Gateway serves them, and the cloud function of uni-push. A frame counts as
 * delivered if it was answered 200 in time. Thread-safe.
 */
final class GatewayPeer implements AutoCloseable {
    private static final String CONNECTIONS = "/live/@connections/";
    private static final Duration IN_TIME = Duration.ofSeconds(1);

    /** What a method of a deployment spends on posts. */
    static final Duration BUDGET = Duration.ofMillis(300);

    private final Map<String, Manners> manners = new ConcurrentHashMap<>();
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Map<String, List<Long>> deliveries = new ConcurrentHashMap<>();
    private final HttpPeer peer = HttpPeer.start(ServerSocketFactory.getDefault(), "http", this::answer);

    /** How posts to a connection are answered. */
    interface Manners {
        /** @param number which post to this connection it is, from 1 */
        Answer answer(String connection, int number);
    }

    /** What a process needs in order to push through this. */
    String[] options(Duration patience) {
        return new String[] {
            "-Dconfab.push.websocket-endpoint=" + peer.uri() + "/live",
            "-Dconfab.unipush.url=" + peer.uri() + "/unipush",
            "-Dconfab.unipush.secret=0123456789abcdef0123456789abcdef",
            "-Dconfab.push.budget=" + BUDGET.toMillis() + "ms",
            "-Dconfab.push.patience=" + patience.toMillis() + "ms",
            "-Daws.accessKeyId=test",
            "-Daws.secretAccessKey=test",
            "-Daws.region=eu-central-1"
        };
    }

    /** From now on, posts to connections whose names begin so are answered like this; all others with 200. */
    void behave(String prefix, Manners how) {
        manners.put(prefix, how);
    }

    /**
     * Pushes by the channel and by the vendor until each has taken one. What a process loads at its first post may take longer than
     * a post may, and would then be delivered twice.
     */
    void warm(Laboratory laboratory, FunctionJvm... jvms) {
        for (FunctionJvm jvm : jvms) {
            Trial trial = Trial.of(laboratory, "warm");
            Users users = new Users(laboratory.database());
            users.add(trial.tag());
            users.connected(trial.tag(), "online", trial.tag());
            users.device(trial.tag(), "offline", Map.of("push_clientid", "cid-" + trial.tag()));
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                ObjectNode event = JsonNodeFactory.instance.objectNode();
                event.putObject("pushParam")
                        .put("user_id", trial.tag())
                        .put("title", "t")
                        .put("content", "c")
                        .putObject("payload")
                        .put("type", "order");
                String reply = String.valueOf(
                        jvm.call(new Call(trial.tag(), "sendPushMsg", event)).output());
                return reply.contains("successed_online") && reply.contains("successed_offline");
            });
        }
    }

    private Answer answer(Request request) {
        if (!request.path().startsWith(CONNECTIONS)) {
            return vendor(request);
        }
        String connection = request.path().substring(CONNECTIONS.length());
        int number = tries.merge(connection, 1, Integer::sum);
        Answer answer = manners.entrySet().stream()
                .filter(how -> connection.startsWith(how.getKey()))
                .findFirst()
                .map(how -> how.getValue().answer(connection, number))
                .orElseGet(() -> Answer.of(200));
        boolean isDelivered = answer.status() == 200
                && answer.manner() == Manner.WHOLE
                && answer.after().compareTo(IN_TIME) < 0;
        if (isDelivered) {
            delivered(connection);
        }
        return answer;
    }

    private Answer vendor(Request request) {
        JsonNode cids =
                Trial.parse(Trial.parse(request.text()).path("push").asText()).path("push_clientid");
        ObjectNode reply =
                JsonNodeFactory.instance.objectNode().put("errCode", 0).put("errMsg", "");
        ObjectNode task = reply.putObject("data").putObject("task");
        cids.forEach(cid -> {
            delivered(cid.asText());
            task.put(cid.asText(), "successed_online");
        });
        return Answer.of(200).body(reply.toString());
    }

    private void delivered(String name) {
        deliveries.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
    }

    /** When something was delivered to a connection, or by the vendor to a device. */
    List<Long> deliveries(String name) {
        return deliveries.getOrDefault(name, List.of());
    }

    /** How often something was delivered to names that begin so. */
    int count(String prefix) {
        return deliveries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToInt(entry -> entry.getValue().size())
                .sum();
    }

    @Override
    public void close() {
        peer.close();
    }
}
