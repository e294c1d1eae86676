package io.confab.push.invocation;

import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.push.GivenPush;
import io.confab.domain.push.Strategy;
import io.confab.wire.PushPayload;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content and the target of a push: {@code pushParam} (docs/api/README.md#sendpushmsg).
 *
 * @param platforms only devices of these platforms; empty for all
 * @param checkToken only devices whose token has not expired
 * @param extras what a notification is stored with
 */
public record PushParam(
        TargetKind targetKind,
        List<String> targets,
        GivenPush push,
        Strategy strategy,
        Optional<String> requestId,
        List<String> platforms,
        boolean checkToken,
        PushOptions options,
        Map<String, String> extras) {
    private static final int MIN_REQUEST_ID = 10;
    private static final int MAX_REQUEST_ID = 32;

    /** The kinds of targets of a push. */
    public enum TargetKind {
        USER_ID("user_id", 500),
        PUSH_CLIENTID("push_clientid", 1_000),
        USER_TAG("user_tag", 500),
        DEVICE_ID("device_id", 1_000);

        private final String field;
        private final int max;

        TargetKind(String field, int max) {
            this.field = field;
            this.max = max;
        }
    }

    /**
     * @throws Refusal 400 for no target or two kinds of targets, a missing {@code title}, {@code content} or {@code payload},
     *     too many ids, a bad {@code request_id} or option
     */
    public static PushParam decode(Params params) {
        Map<TargetKind, List<String>> given = targets(params);
        if (given.size() != 1) {
            throw Refusal.badParam("pushParam", "needs exactly one of user_id, push_clientid, user_tag, device_id");
        }
        Map.Entry<TargetKind, List<String>> target = given.entrySet().iterator().next();
        return new PushParam(
                target.getKey(),
                target.getValue(),
                push(params),
                strategy(params),
                params.string("request_id", MIN_REQUEST_ID, MAX_REQUEST_ID),
                params.textOrTexts("platform", 100),
                params.bool("check_token").orElse(true),
                PushOptions.decode(params),
                Stream.of("sound", "open_url", "path")
                        .filter(params::has)
                        .collect(Collectors.toMap(
                                name -> name, name -> params.text(name).orElseThrow())));
    }

    /** The given values; an empty name or an empty list counts as absent. */
    private static Map<TargetKind, List<String>> targets(Params params) {
        Map<TargetKind, List<String>> given = new EnumMap<>(TargetKind.class);
        for (TargetKind kind : TargetKind.values()) {
            List<String> names = params.textOrTexts(kind.field, kind.max).stream()
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (!names.isEmpty()) {
                given.put(kind, names);
            }
        }
        return given;
    }

    /** The push itself, without its target. */
    public static GivenPush push(Params params) {
        for (String field : List.of("title", "content", "payload")) {
            if (!params.json().has(field)) {
                throw Refusal.badParam("pushParam." + field, "required");
            }
        }
        return new GivenPush(
                params.text("title").orElse(""),
                params.text("content").orElse(""),
                params.json().get("payload"));
    }

    /** {@code settings.strategy.default}; the default is 3 for system messages and revoke notices, else 1. */
    public static Strategy strategy(Params params) {
        return params.object("settings")
                .flatMap(given -> given.object("strategy"))
                .map(given -> given.integer("default", 1, 4))
                .flatMap(code -> code.isPresent() ? Strategy.of((int) code.getAsLong()) : Optional.empty())
                .orElseGet(() -> defaultStrategy(new PushPayload(params.json().path("payload"))));
    }

    /** What it asks of the channels. */
    public static PushOptions options(Params params) {
        return PushOptions.decode(params);
    }

    private static Strategy defaultStrategy(PushPayload payload) {
        return payload.isRevocation() || payload.isSystemMessage() ? Strategy.ONLINE : Strategy.ONLINE_ELSE_OFFLINE;
    }

    /** What it is about. */
    public PushPayload payload() {
        return new PushPayload(push.payload());
    }
}
