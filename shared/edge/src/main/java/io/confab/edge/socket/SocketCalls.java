package io.confab.edge.socket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.push.Pushes;
import io.confab.domain.session.DeviceAdmission;
import io.confab.domain.storage.DatabaseClients;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import io.confab.edge.internal.InternalCalls;
import io.confab.edge.observe.Observation;
import io.confab.edge.token.TokenVerifier;
import io.confab.edge.url.JsonGuard;
import io.confab.wire.ReplyJson;
import io.confab.wire.SocketJson;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The routes of the online channel (docs/api/README.md#online-channel): a handshake binds a connection to its device, a
 * disconnect unbinds exactly that connection, and frames are answered.
 */
@Singleton
public class SocketCalls {
    private static final String SUBJECT = "uni-im-co";
    private static final String PROTOCOL_HEADER = "sec-websocket-protocol";
    private static final String BEARER = "bearer.";

    private final TokenVerifier verifier;
    private final UserRepository users;
    private final DeviceAdmission devices;
    private final DeviceRepository deviceRecords;
    private final TokenEnds tokenEnds;
    private final Pushes pushes;
    private final Observation observation;
    private final Clock clock;
    private final DatabaseClients database;

    SocketCalls(
            TokenVerifier verifier,
            UserRepository users,
            DeviceAdmission devices,
            DeviceRepository deviceRecords,
            TokenEnds tokenEnds,
            Pushes pushes,
            Observation observation,
            Clock clock,
            DatabaseClients database) {
        this.verifier = verifier;
        this.users = users;
        this.devices = devices;
        this.deviceRecords = deviceRecords;
        this.tokenEnds = tokenEnds;
        this.pushes = pushes;
        this.observation = observation;
        this.clock = clock;
        this.database = database;
    }

    /** {@code $connect}: refuses with 401, 403 or 400, or binds the connection; echoes the chosen sub-protocol. */
    public WebSocketReply connect(WebSocketEvent event) {
        return observation.of(() -> database.invocation(() -> connected(event)));
    }

    private WebSocketReply connected(WebSocketEvent event) {
        if (isFromOutside(event)) {
            return refusal(new Refusal(ErrorCode.NO_PERMISSION, InternalCalls.REFUSED));
        }
        try {
            Map<String, String> query =
                    event.queryStringParameters() == null ? Map.of() : event.queryStringParameters();
            Optional<String> protocol = bearerProtocol(event);
            Optional<String> token = protocol.map(chosen -> chosen.substring(BEARER.length()))
                    .or(() -> Optional.ofNullable(query.get("token")));
            TokenBearer unnamed = verifier.verify(token, ClientInfo.UNKNOWN);
            ClientInfo client =
                    new ClientInfo(given(query, "appId"), given(query, "deviceId"), given(query, "platform"));
            TokenBearer bearer = unnamed.with(client);
            bearer.admit(users.findOne(bearer.uid()), caller -> {
                requireNamed("appId", client.appId());
                requireNamed("deviceId", client.deviceId());
                devices.connect(bearer, caller, event.requestContext().connectionId());
                return caller;
            });
            return new WebSocketReply(
                    200,
                    protocol.map(chosen -> Map.of("Sec-WebSocket-Protocol", chosen))
                            .orElse(Map.of()),
                    null);
        } catch (Refusal e) {
            return refusal(e);
        }
    }

    /** {@code $disconnect}: unbinds this connection, not a newer one of the same device. */
    public WebSocketReply disconnect(WebSocketEvent event) {
        return observation.of(() -> database.invocation(() -> disconnected(event)));
    }

    private WebSocketReply disconnected(WebSocketEvent event) {
        if (isFromOutside(event)) {
            return refusal(new Refusal(ErrorCode.NO_PERMISSION, InternalCalls.REFUSED));
        }
        tokenEnds.forget(event.requestContext().connectionId());
        deviceRecords.unbind(event.requestContext().connectionId(), clock.millis());
        return new WebSocketReply(200, Map.of(), null);
    }

    /**
     * {@code $default}: answers a frame; if the device's token has expired, it is told so and its connection is closed. Writes
     * nothing, and reads nothing while the token's end is remembered ({@link TokenEnds}).
     */
    public WebSocketReply message(WebSocketEvent event) {
        return observation.of(() -> database.invocation(() -> answered(event)));
    }

    private WebSocketReply answered(WebSocketEvent event) {
        if (isFromOutside(event)) {
            return refusal(new Refusal(ErrorCode.NO_PERMISSION, InternalCalls.REFUSED));
        }
        long now = clock.millis();
        String connectionId = event.requestContext().connectionId();
        if (!tokenEnds.isLater(connectionId, now)) {
            Optional<Device> device = deviceRecords.findByConnection(connectionId);
            if (device.isPresent() && device.get().tokenExpired <= now) {
                pushes.endConnection(device.get(), "token-expired");
                return new WebSocketReply(200, Map.of(), null);
            }
            device.ifPresent(known -> tokenEnds.learn(connectionId, known.tokenExpired, now));
        }
        return new WebSocketReply(200, Map.of(), answer(event.body(), now).toString());
    }

    private static ObjectNode answer(String frame, long now) {
        try {
            if ("ping".equals(JsonGuard.parse(frame).path("action").textValue())) {
                return SocketJson.pong(now);
            }
        } catch (Refusal e) {
            // Broken JSON is answered like an unknown action.
        }
        return SocketJson.error("a frame must be a JSON object with a known action: ping");
    }

    private static Optional<String> bearerProtocol(WebSocketEvent event) {
        String offered = event.headers() == null
                ? ""
                : event.headers().entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(PROTOCOL_HEADER))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
        return Arrays.stream(offered.split(","))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(BEARER))
                .findFirst();
    }

    private static void requireNamed(String name, Optional<String> value) {
        if (value.isEmpty()) {
            throw Refusal.badParam(name, "required");
        }
    }

    private static Optional<String> given(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    private static boolean isFromOutside(WebSocketEvent event) {
        return event.requestContext() == null || event.requestContext().connectionId() == null;
    }

    private WebSocketReply refusal(Refusal refusal) {
        observation.refused(refusal.code());
        return new WebSocketReply(
                refusal.code().httpStatus(),
                Map.of("content-type", "application/json; charset=utf-8"),
                ReplyJson.failure(SUBJECT, refusal).toString());
    }
}
