package io.confab.edge.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.storage.BrokenDatabase;
import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Observes each invocation: while it runs, every line of the log has its keys; when it ends, a deployed function writes one line
 * of metrics (docs/operations.md#metrics). A laptop, which serves several at once, only counts. Nothing that a client chose is
 * written, except ids of conversations in the form that this system makes.
 */
@Singleton
public class Observation {
    private static final Logger LOG = Logger.getLogger(Observation.class);

    /** Where Lambda's adapter puts the request's id. */
    private static final String LAMBDAS_REQUEST = "AWSRequestId";

    private static final Pattern CONVERSATION_ID = Pattern.compile("single_[0-9a-f]{32}|group_[0-9a-f]{24}");

    private final Tally tally;
    private final InvocationKeys keys;
    private final Clock clock;
    private final String method;
    private final Optional<String> stack;
    private final AtomicBoolean isCold = new AtomicBoolean(true);

    Observation(
            Tally tally,
            InvocationKeys keys,
            Clock clock,
            ConfabConfig config,
            @ConfigProperty(name = "quarkus.funqy.export") Optional<String> method) {
        this.tally = tally;
        this.keys = keys;
        this.clock = clock;
        this.method = method.orElse("");
        this.stack = config.functionPrefix().map(prefix -> prefix.replaceFirst("-$", ""));
    }

    /**
     * Runs an invocation. What it throws is counted as a failure and thrown; a deployed function logs it, and throws what may be
     * printed.
     */
    public <T> T of(Supplier<T> invocation) {
        begin();
        try {
            return invocation.get();
        } catch (RuntimeException e) {
            failed(e);
            if (stack.isEmpty()) {
                throw e;
            }
            LOG.error("an invocation failed", e);
            throw new FailedInvocation(e);
        } finally {
            end();
        }
    }

    /** This invocation is about the conversation, if it is the id of one. */
    public void isAbout(JsonNode conversationId) {
        String id = conversationId.asText();
        if (CONVERSATION_ID.matcher(id).matches()) {
            put(InvocationKeys.CONVERSATION, id);
        }
    }

    /** This invocation is answered with an error. */
    public void refused(ErrorCode code) {
        tally.add(Metric.of(code));
        put(InvocationKeys.CODE, code.code().toString());
    }

    /** This invocation has failed, by a refusal or by what nobody expected. */
    public void failed(RuntimeException failure) {
        refused(failure.getCause() instanceof Refusal refusal ? refusal.code() : ErrorCode.INTERNAL_ERROR);
        if (BrokenDatabase.isCauseOf(failure)) {
            tally.add(Metric.DATABASE_ERRORS);
        }
    }

    private void begin() {
        tally.add(Metric.CALLS);
        put(InvocationKeys.METHOD, method);
        Object request = MDC.get(LAMBDAS_REQUEST);
        put(InvocationKeys.REQUEST, request == null ? "" : request.toString());
        if (isCold.getAndSet(false)) {
            tally.add(Metric.COLD_STARTS);
            put(InvocationKeys.COLD, "true");
        }
    }

    private void end() {
        stack.ifPresent(name -> System.out.println(MetricLine.write(name, clock.millis(), tally, keys.known())));
        keys.clear();
    }

    private void put(String key, String value) {
        if (stack.isPresent()) {
            keys.put(key, value);
        }
    }
}
