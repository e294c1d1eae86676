package io.confab.edge.url;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.identity.SignedRequests;
import io.confab.domain.json.Params;
import io.confab.domain.schema.SchemaGate;
import io.confab.domain.session.DeviceAdmission;
import io.confab.domain.storage.DatabaseClients;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Caller;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import io.confab.edge.observe.Observation;
import io.confab.edge.token.IssuedToken;
import io.confab.edge.token.TokenIssuer;
import io.confab.edge.token.TokenVerifier;
import io.confab.wire.ReplyJson;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The steps of every method that clients call: event, decoded call, known caller, result, reply
 * (docs/api/README.md#calling-a-method). The order of checks is verb, size, JSON, token, parameters, rights, whichever class
 * reads the user's record. A method that stores something asks after the token whether the database is ready; a signed one
 * before the signature, because a good signature uses its nonce up.
 */
@Singleton
public class UrlCalls {
    private static final Logger LOG = Logger.getLogger(UrlCalls.class);
    private static final String CONVERSATION_ID = "conversation_id";

    private final TokenVerifier verifier;
    private final TokenIssuer issuer;
    private final UserRepository users;
    private final DeviceAdmission devices;
    private final SignedRequests signedRequests;
    private final SchemaGate gate;
    private final DatabaseClients database;
    private final Observation observation;

    UrlCalls(
            TokenVerifier verifier,
            TokenIssuer issuer,
            UserRepository users,
            DeviceAdmission devices,
            SignedRequests signedRequests,
            SchemaGate gate,
            DatabaseClients database,
            Observation observation) {
        this.verifier = verifier;
        this.issuer = issuer;
        this.users = users;
        this.devices = devices;
        this.signedRequests = signedRequests;
        this.gate = gate;
        this.database = database;
        this.observation = observation;
    }

    /**
     * What a method answers to anybody.
     *
     * @param refusal if it is no success
     */
    public record OpenAnswer(JsonNode data, Optional<Refusal> refusal) {}

    /** A method of an admitted caller. */
    public interface CallerMethod {
        Result run(Caller caller, Params params);
    }

    /** A method of an admitted caller that also needs the token. */
    public interface AdmittedMethod {
        Result run(TokenBearer bearer, Caller caller, Params params);
    }

    /** A method that admits the bearer with a read of its own, which saves a command. */
    public interface BearerMethod {
        Admitted<Result> run(TokenBearer bearer, Params params);
    }

    /** A method that a back end has signed. */
    public interface SignedMethod {
        Result run(ClientInfo client, Params params);
    }

    /** Runs a method that anybody may call, without a token. Nobody between may keep its reply. */
    public FunctionUrlReply asAnybody(FunctionUrlEvent event, Method method, Supplier<OpenAnswer> body) {
        FunctionUrlReply reply = replied(method, () -> {
            Call.decode(event, method);
            OpenAnswer answer = body.get();
            answer.refusal().ifPresent(refusal -> observation.refused(refusal.code()));
            return answer.refusal()
                    .map(refusal -> Replies.refusal(method, refusal, answer.data()))
                    .orElseGet(() -> Replies.success(method, ReplyJson.data(answer.data())));
        });
        reply.headers().put("cache-control", "no-store");
        return reply;
    }

    /** Runs a method for a caller with a token; reads their record with one command. */
    public FunctionUrlReply asCaller(FunctionUrlEvent event, Method method, CallerMethod body) {
        return asAdmitted(event, method, (bearer, caller, params) -> body.run(caller, params));
    }

    /** As {@link #asCaller}, for a method that also needs the token itself. */
    public FunctionUrlReply asAdmitted(FunctionUrlEvent event, Method method, AdmittedMethod body) {
        return asBearer(
                event,
                method,
                (bearer, params) ->
                        bearer.admit(users.findOne(bearer.uid()), caller -> body.run(bearer, caller, params)));
    }

    /** Runs a method that reads the caller's record itself. A refusal that comes before that is preceded by an admission. */
    public FunctionUrlReply asBearer(FunctionUrlEvent event, Method method, BearerMethod body) {
        return guarded(method, () -> {
            Call call = decoded(event, method);
            TokenBearer bearer =
                    verifier.verify(call.token(), ClientInfo.UNKNOWN).with(call.clientInfo());
            requireReady(method);
            return renewed(bearer, admitted(bearer, () -> body.run(bearer, call.params())))
                    .json();
        });
    }

    private Admitted<Result> admitted(TokenBearer bearer, Supplier<Admitted<Result>> call) {
        try {
            return call.get();
        } catch (Refusal e) {
            if (!e.isAfterAdmission()) {
                bearer.admit(users.findOne(bearer.uid()), caller -> caller);
            }
            throw e;
        }
    }

    /**
     * Runs a method that a back end has signed.
     *
     * @param name the method's name, as in its path; it is part of the signed text
     */
    public FunctionUrlReply asSigned(FunctionUrlEvent event, String name, Method method, SignedMethod body) {
        return guarded(method, () -> {
            Call call = decoded(event, method);
            requireReady(method);
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

    private void requireReady(Method method) {
        if (method.stores()) {
            gate.require();
        }
    }

    /** A token that expires soon is renewed by any call, and the device is reached until the new one expires. */
    private Result renewed(TokenBearer bearer, Admitted<Result> reply) {
        Result result = reply.answer();
        if (!result.mayBringToken() || !bearer.isRenewable() || !issuer.isNearEnd(bearer)) {
            return result;
        }
        IssuedToken renewed = issuer.exchange(bearer, reply.caller());
        devices.extend(bearer, reply.caller(), renewed.expiresAt());
        return result.withNewToken(renewed);
    }

    private Call decoded(FunctionUrlEvent event, Method method) {
        Call call = Call.decode(event, method);
        observation.isAbout(call.envelope().path(CONVERSATION_ID));
        observation.isAbout(call.envelope().path("params").path(CONVERSATION_ID));
        return call;
    }

    private FunctionUrlReply guarded(Method method, Supplier<ObjectNode> body) {
        return replied(method, () -> {
            ObjectNode reply = body.get();
            observation.isAbout(reply.path("data").path(CONVERSATION_ID));
            return Replies.success(method, reply);
        });
    }

    private FunctionUrlReply replied(Method method, Supplier<FunctionUrlReply> body) {
        return observation.of(() -> answered(method, body));
    }

    private FunctionUrlReply answered(Method method, Supplier<FunctionUrlReply> body) {
        try {
            return database.invocation(body);
        } catch (Refusal e) {
            observation.refused(e.code());
            return Replies.refusal(method, e);
        } catch (RuntimeException e) {
            observation.failed(e);
            LOG.error("a method failed", e);
            return Replies.internalError(method);
        }
    }
}
