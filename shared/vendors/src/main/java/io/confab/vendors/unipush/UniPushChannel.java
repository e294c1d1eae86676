package io.confab.vendors.unipush;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.identity.RequestSignature;
import io.confab.domain.ids.Hashes;
import io.confab.domain.ids.Ids;
import io.confab.domain.secret.Secrets;
import io.confab.domain.text.Cut;
import io.confab.push.channel.OfflineChannel;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.PushFit;
import io.confab.push.channel.RetryAfter;
import io.confab.push.channel.VendorPush;
import io.confab.push.vendor.UniPush;
import io.confab.push.vendor.Vendor;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * uni-push 2, for clients made with uni-app, by way of the cloud function of {@code infra/unipush}; up to 500 devices with one
 * request.
 *
 * <p>uni-push drops a request whose id it knows. So each request has an id of its own, made of the push's id, its badge and its
 * devices: the same request again, after a time-out, is dropped, and another part of the same push is not.
 */
@Singleton
class UniPushChannel implements OfflineChannel {
    private static final Logger LOG = Logger.getLogger(UniPushChannel.class);
    private static final int MAX_DEVICES = 500;

    /** uni-push takes fewer characters than these. */
    private static final int TITLE = 20;

    private static final int CONTENT = 50;
    private static final int PAYLOAD = 800;

    private final UniPush vendor;
    private final Optional<URI> url;
    private final Secrets secrets;
    private final Clock clock;
    private final ObjectMapper json;
    private UniPushFunction function;

    UniPushChannel(UniPush vendor, ConfabConfig config, Secrets secrets, Clock clock, ObjectMapper json) {
        this.vendor = vendor;
        this.url = config.unipush().url();
        this.secrets = secrets;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public Vendor vendor() {
        return vendor;
    }

    @Override
    public int maxBatch() {
        return MAX_DEVICES;
    }

    @Override
    public List<Outcome> push(List<Device> devices, VendorPush push, Duration within) {
        Optional<ObjectNode> written = PushFit.fit(
                push.push(),
                form -> message(form, push),
                form -> form.path("payload").toString().length() < PAYLOAD);
        if (written.isEmpty()) {
            return all(devices, new Outcome.Refused("too large"));
        }
        List<String> cids = devices.stream().map(device -> device.pushClientid).toList();
        ObjectNode message = written.get();
        cids.forEach(message.putArray("push_clientid")::add);
        message.put("request_id", requestId(push, cids));
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        Optional.ofNullable(devices.get(0).appid).ifPresent(appId -> request.put("appId", appId));
        request.put("push", message.toString());
        return send(request, devices, within);
    }

    private static String requestId(VendorPush push, List<String> cids) {
        String badge = push.badge().isPresent() ? Long.toString(push.badge().getAsLong()) : "";
        return Hashes.md5(push.requestId() + "\n" + badge + "\n"
                + String.join("\n", cids.stream().sorted().toList()));
    }

    private static ObjectNode message(ObjectNode form, VendorPush push) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("title", Cut.first(form.path("title").asText(), TITLE - 1));
        message.put("content", Cut.first(form.path("content").asText(), CONTENT - 1));
        message.set("payload", form.path("payload"));
        push.badge().ifPresent(number -> message.put("badge", number));
        push.options().writeTo(message);
        return message;
    }

    private List<Outcome> send(ObjectNode request, List<Device> devices, Duration within) {
        String nonce = Ids.next();
        String timestamp = Long.toString(clock.millis());
        String signature =
                RequestSignature.ofParams(secrets.get(Secrets.UNIPUSH).orElse(""), nonce, timestamp, joined(request));
        try {
            RestResponse<String> answer = function()
                    .send(nonce, timestamp, signature, request.toString())
                    .await()
                    .atMost(within);
            return outcomes(answer.getStatus(), answer.getEntity(), Optional.empty(), devices);
        } catch (WebApplicationException e) {
            Optional<String> retryAfter = Optional.ofNullable(e.getResponse().getHeaderString(HttpHeaders.RETRY_AFTER));
            return outcomes(e.getResponse().getStatus(), "", retryAfter, devices);
        } catch (RuntimeException e) {
            // The client has no common type for a connection that is refused, cut off or too slow.
            LOG.warnf("uni-push did not answer: error=%s", e.getClass().getSimpleName());
            return all(devices, Outcome.BUSY);
        }
    }

    /** What is signed: the parameters, all of them strings, in the order of their names. */
    private static String joined(ObjectNode request) {
        return request.properties().stream()
                .map(param -> param.getKey() + "=" + param.getValue().asText())
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private List<Outcome> outcomes(int status, String body, Optional<String> retryAfter, List<Device> devices) {
        if (status == 400 || status == 413) {
            return all(devices, new Outcome.Refused("status " + status));
        }
        JsonNode reply = status == 200 ? parsed(body) : JsonNodeFactory.instance.objectNode();
        if ("uni-push-user-invalid".equals(reply.path("errCode").asText())) {
            return all(devices, new Outcome.Refused("not known to uni-push"));
        }
        if (!"0".equals(reply.path("errCode").asText())) {
            LOG.warnf("uni-push failed: status=%d code=%s", status, reply.path("errCode"));
            return all(devices, new Outcome.Busy(RetryAfter.of(retryAfter, clock.instant())));
        }
        return devices.stream()
                .map(device -> outcome(reply, device.pushClientid))
                .toList();
    }

    /** {@code data} is {@code {<taskId>:{<cid>:"successed_…"}}}. */
    private static Outcome outcome(JsonNode reply, String cid) {
        for (JsonNode task : reply.path("data")) {
            String word = task.path(cid).asText();
            if (word.equals("successed_online") || word.equals("successed_offline")) {
                return Outcome.DELIVERED;
            }
        }
        return new Outcome.Refused("ignored by uni-push");
    }

    private JsonNode parsed(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static List<Outcome> all(List<Device> devices, Outcome outcome) {
        return Collections.nCopies(devices.size(), outcome);
    }

    private synchronized UniPushFunction function() {
        if (function == null) {
            function = QuarkusRestClientBuilder.newBuilder()
                    .baseUri(url.orElseThrow())
                    .connectTimeout(1, TimeUnit.SECONDS)
                    .readTimeout(3, TimeUnit.SECONDS)
                    .build(UniPushFunction.class);
        }
        return function;
    }
}
