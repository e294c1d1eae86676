package io.confab.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.User;
import io.confab.local.database.LocalDatabase;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.bson.Document;

/**
 * {@code /devLogin {"username":"alice"}}: a token for a user by name alone (contract section 9, Accounts). Exists on a
 * laptop only, as a route of its own and not as a function: nothing of it can be deployed.
 */
@Singleton
final class DevLogin implements Handler<RoutingContext> {
    private final Vertx vertx;
    private final LocalDatabase database;
    private final ConfabConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    DevLogin(Vertx vertx, LocalDatabase database, ConfabConfig config, ObjectMapper json, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext context) {
        BoundedBody.read(context.request())
                .compose(body -> vertx.executeBlocking(() -> logIn(body), false))
                .onSuccess(reply -> Replies.sendJson(context.response(), 200, reply))
                .onFailure(failure -> {
                    if (failure instanceof Refusal refusal) {
                        Replies.sendError(context.response(), refusal.code(), refusal.getMessage());
                    } else {
                        context.fail(failure);
                    }
                });
    }

    private ObjectNode logIn(Buffer body) {
        String username = username(body);
        Document user = database.collection(User.COLLECTION)
                .find(new Document("username", username))
                .first();
        if (user == null) {
            throw new Refusal(ErrorCode.ACCOUNT_NOT_EXISTS, "username: no such user");
        }
        String uid = String.valueOf(user.get("_id"));
        long issued = clock.instant().getEpochSecond();
        long expires = issued + config.tokenExpiresIn();
        ObjectNode reply = json.createObjectNode();
        reply.put("errCode", 0).put("errMsg", "").put("uid", uid);
        reply.putObject("newToken").put("token", token(uid, issued, expires)).put("tokenExpired", expires * 1_000);
        return reply;
    }

    private String username(Buffer body) {
        try {
            JsonNode username =
                    json.readTree(body.toString(StandardCharsets.UTF_8)).path("username");
            if (username.isTextual()) {
                return username.textValue();
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(ErrorCode.PARAM_ERROR, "the body is no JSON object");
        }
        throw Refusal.badParam("username", "must be a string");
    }

    private String token(String uid, long issued, long expires) {
        return Jwt.claims()
                .claim("uid", uid)
                .claim("role", List.of())
                .claim("permission", List.of())
                .claim("uniIdVersion", "1.0.17")
                .issuedAt(issued)
                .expiresAt(expires)
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .signWithSecret(config.tokenSecret().orElseThrow());
    }
}
