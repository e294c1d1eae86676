package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.push.AsyncInvoker;
import io.confab.push.channel.Gateway;
import io.confab.push.channel.OnlineChannel;
import io.confab.push.channel.Outcome;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps everything that leaves the process (frames, invocations) in the {@link Journal}; frames go to API Gateway's client
 * instead if {@code confab.push.websocket-endpoint} is set.
 */
@Alternative
@Priority(10)
@Singleton
public class Outgoing implements AsyncInvoker, OnlineChannel {
    private final Journal journal;
    private final Optional<OnlineChannel> gateway;
    private final ThreadLocal<String> tag = new ThreadLocal<>();

    Outgoing(@ConfigProperty(name = "faults.journal") Path folder, ConfabConfig config, Clock clock) {
        this.journal = new Journal(folder);
        this.gateway = config.push().websocketEndpoint().map(endpoint -> Gateway.channel(config, clock));
    }

    /** From now on, invocations by this thread belong to this tag. */
    void belongTo(String newTag) {
        tag.set(newTag);
    }

    @Override
    public void invoke(String method, ObjectNode payload) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("method", method);
        line.set("payload", payload);
        journal.add(invocationsOf(tag.get()), line);
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public List<Outcome> push(List<Device> devices, String frame, Duration within) {
        if (gateway.isPresent()) {
            return gateway.get().push(devices, frame, within);
        }
        devices.forEach(device -> journal.add(framesOf(device.connectionId), TextNode.valueOf(frame)));
        return Collections.nCopies(devices.size(), Outcome.DELIVERED);
    }

    @Override
    public void close(String connectionId, String lastFrame) {
        journal.add(framesOf(connectionId), TextNode.valueOf(lastFrame));
    }

    /** The frames that a connection was sent. */
    public static List<JsonNode> frames(Journal journal, String connectionId) {
        return journal.lines(framesOf(connectionId));
    }

    /** The invocations that were accepted under a tag: {@code {method,payload}}. */
    public static List<JsonNode> invocations(Journal journal, String tag) {
        return journal.lines(invocationsOf(tag));
    }

    private static String framesOf(String connectionId) {
        return "frames." + connectionId;
    }

    private static String invocationsOf(String tag) {
        return "invocations." + tag;
    }
}
