package io.confab.push.invocation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An invocation of sendPushMsg (docs/api/README.md#sendpushmsg).
 *
 * @param appId only devices of this app; absent means every app
 * @param attempt which attempt to send this push it is, from 1
 * @param originId the request id of the push that was handed over; absent if this is no hand-over
 */
public record PushRequest(PushParam param, Optional<String> appId, int attempt, Optional<String> originId) {
    /** How often a push is tried; what is left then becomes a dead letter. */
    public static final int ATTEMPTS = 3;

    static final String ATTEMPT = "attempt";
    static final String ORIGIN_ID = "origin_id";

    /**
     * Reads an event; one without an attempt, as a caller or an earlier version writes it, is the first.
     *
     * @throws Refusal 400
     */
    public static PushRequest decode(ObjectNode event) {
        Params params = new Params(event);
        Params pushParam = params.object("pushParam").orElseThrow(() -> params.missing("pushParam"));
        OptionalLong attempt = params.integer(ATTEMPT, 1, ATTEMPTS);
        return new PushRequest(
                PushParam.decode(pushParam), params.id("appId"), (int) attempt.orElse(1), params.text(ORIGIN_ID));
    }
}
