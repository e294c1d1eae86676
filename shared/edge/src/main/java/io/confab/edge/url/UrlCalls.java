package io.confab.edge.url;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.identity.SignedRequests;
import io.confab.domain.json.Params;
import io.confab.domain.session.DeviceAdmission;
import io.confab.domain.user.Caller;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import io.confab.edge.token.IssuedToken;
import io.confab.edge.token.TokenIssuer;
import io.confab.edge.token.TokenVerifier;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The steps of every method that clients call: event, decoded call, known caller, result, reply
 * (docs/api/README.md#calling-a-method). The order of checks is verb, size, JSON, token, parameters, rights, whichever class
 * reads the user's record.
 */
@Singleton
public class UrlCalls {
    private static final Logger LOG = Logger.getLogger(UrlCalls.class);

    private final TokenVerifier verifier;
    private final TokenIssuer issuer;
    private final UserRepository users;
    private final DeviceAdmission devices;
    private final SignedRequests signedRequests;

    UrlCalls(
            TokenVerifier verifier,
            TokenIssuer issuer,
            UserRepository users,
            DeviceAdmission devices,
            SignedRequests signedRequests) {
        this.verifier = verifier;
        this.issuer = issuer;
        this.users = users;
        this.devices = devices;
        this.signedRequests = signedRequests;
    }

    /** A method of an admitted caller. */
    public interface CallerMethod {
        Result run(Caller caller, Params params);
    }

    /** A method that admits the bearer with a read of its own (see {@link TokenBearer}). */
    public interface BearerMethod {
        Result run(TokenBearer bearer, Params params);
    }

    /** A method that a back end has signed. */
    public interface SignedMethod {
        Result run(ClientInfo client, Params params);
    }

    /** Runs a method for a caller with a token; reads their record with one command. */
    public FunctionUrlReply asCaller(FunctionUrlEvent event, Method method, CallerMethod body) {
        return asBearer(event, method, (bearer, params) -> body.run(admit(bearer), params));
    }

    /** As {@link #asCaller}, for a method that also needs the token itself. */
    public FunctionUrlReply asAdmitted(FunctionUrlEvent event, Method method, BearerMethod body) {
        return asBearer(event, method, (bearer, params) -> {
            admit(bearer);
            return body.run(bearer, params);
        });
    }

    /** Runs a method that reads the caller's record itself. */
    public FunctionUrlReply asBearer(FunctionUrlEvent event, Method method, BearerMethod body) {
        return guarded(method, () -> {
            Call call = Call.decode(event, method);
            TokenBearer bearer = verifier.verify(call.token(), ClientInfo.UNKNOWN);
            try {
                bearer = bearer.with(call.clientInfo());
                ObjectNode reply = body.run(bearer, call.params()).json();
                renew(bearer, reply);
                return reply;
            } catch (Refusal e) {
                if (bearer.caller().isEmpty()) {
                    admit(bearer);
                }
                throw e;
            }
        });
    }

    /**
     * Runs a method that a back end has signed.
     *
     * @param name the method's name, as in its path; it is part of the signed text
     */
    public FunctionUrlReply asSigned(FunctionUrlEvent event, String name, Method method, SignedMethod body) {
        return guarded(method, () -> {
            Call call = Call.decode(event, method);
            signedRequests.require(
                    new SignedRequests.Headers(
                            call.header("uni-id-nonce"),
                            call.header("uni-id-timestamp"),
                            call.header("uni-id-signature"),
                            call.givenHeader("uni-id-signature-v2")),
                    new SignedRequests.Content(name, call.body(), call.signedParams()));
            return body.run(call.clientInfo(), call.params()).json();
        });
    }

    private Caller admit(TokenBearer bearer) {
        return bearer.admit(users.findOne(bearer.uid()));
    }

    /** A token that expires soon is renewed by any call, and the device is reached until the new one expires. */
    private void renew(TokenBearer bearer, ObjectNode reply) {
        if (bearer.caller().isEmpty()) {
            throw new IllegalStateException("the method answered without admitting its caller");
        }
        if (reply.has("newToken") || !bearer.isRenewable() || !issuer.isNearEnd(bearer)) {
            return;
        }
        IssuedToken renewed = issuer.exchange(bearer);
        devices.extend(bearer, renewed.expiresAt());
        reply.set("newToken", renewed.toJson());
    }

    private static FunctionUrlReply guarded(Method method, Supplier<ObjectNode> body) {
        try {
            return Replies.success(method, body.get());
        } catch (Refusal e) {
            return Replies.refusal(method, e);
        } catch (RuntimeException e) {
            LOG.error("a method failed", e);
            return Replies.internalError(method);
        }
    }
}
