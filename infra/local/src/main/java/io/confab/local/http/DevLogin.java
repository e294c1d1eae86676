package io.confab.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.UserRepository;
import io.confab.edge.token.TokenIssuer;
import io.confab.edge.token.TokenIssuer.SignedIn;
import io.confab.wire.AccountJson;
import io.confab.wire.ReplyJson;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * {@code /devLogin {"username":"alice"}}: a token for a user by name alone (docs/rules.md#accounts). Exists only on a laptop,
 * as a route and not as a function, so it cannot be deployed.
 */
@Singleton
final class DevLogin implements Handler<RoutingContext> {
    private final Vertx vertx;
    private final UserRepository users;
    private final TokenIssuer issuer;
    private final ObjectMapper json;

    DevLogin(Vertx vertx, UserRepository users, TokenIssuer issuer, ObjectMapper json) {
        this.vertx = vertx;
        this.users = users;
        this.issuer = issuer;
        this.json = json;
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
        SignedIn signedIn = issuer.signIn(() -> users.findByUsername(username)
                .orElseThrow(() -> new Refusal(ErrorCode.ACCOUNT_NOT_EXISTS, "username: no such user")));
        ObjectNode reply = ReplyJson.success().put(AccountJson.UID, signedIn.user().id);
        AccountJson.putNewToken(
                reply, signedIn.token().token(), signedIn.token().expiresAt());
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
}
