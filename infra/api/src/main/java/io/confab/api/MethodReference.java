package io.confab.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A method as its {@code api.yaml} describes it. Documentation, deployment and tests are derived from it.
 *
 * @param feature the page of the reference that shows it
 * @param summary one sentence
 * @param stores whether it stores something for its caller, which it does only in a database that is ready
 * @param description Markdown, or empty
 * @param parameters JSON Schema of the parameters, without those that all lists have
 * @param list whether it answers a page of a list
 * @param limit of a list
 * @param data JSON Schema of {@code data}, or null if the reply has no data
 * @param reply JSON Schemas of further members of the reply
 * @param errors for each error, when the method answers with it; the key is the code, or the name of the {@link ErrorCode} if a
 *     code has two meanings
 * @param rights the result for each role, or null if users do not call it
 * @param may the permissions of the function, in addition to using the database
 * @param secrets the secrets that the function gets
 * @param environment further variables of its deployment, with the values as the template writes them
 * @param events the files in {@code events} that are written from here, by name; if absent, the example and a call without a
 *     token, provided that alice makes the example's call and it needs no earlier call
 */
public record MethodReference(
        String method,
        String feature,
        String summary,
        Access access,
        boolean stores,
        String description,
        ObjectNode parameters,
        boolean list,
        Limit limit,
        JsonNode data,
        Map<String, JsonNode> reply,
        Map<String, String> errors,
        Rights rights,
        Example example,
        List<Permission> may,
        List<Secret> secrets,
        Map<String, String> environment,
        Map<String, Event> events) {

    public MethodReference {
        description = description == null ? "" : description.strip();
        parameters = parameters == null ? JsonNodeFactory.instance.objectNode().put("type", "object") : parameters;
        limit = list && limit == null ? new Limit(100, 500) : limit;
        reply = reply == null ? Map.of() : reply;
        errors = errors == null ? Map.of() : errors;
        may = may == null ? List.of() : may;
        secrets = secrets == null ? List.of() : secrets;
        environment = environment == null ? Map.of() : environment;
        events = events == null ? plainEvents(access, example) : events;
    }

    private static Map<String, Event> plainEvents(Access access, Example example) {
        if (access != Access.TOKEN || example == null || !example.standsAlone() || !"alice".equals(example.as())) {
            return Map.of();
        }
        return Map.of(
                "example", new Event(example.params(), EventToken.GOOD, null),
                "without-token", new Event(example.params(), EventToken.NONE, null));
    }

    /** The number of elements of a page. */
    public record Limit(@JsonProperty("default") int byDefault, int maximum) {}

    /**
     * A call that a test makes, and its answer. A string {@code ${name}} is replaced by a kept value; {@code <any>} in the
     * answer matches every value except null.
     *
     * @param given calls before it
     * @param as the caller: a demo user, or {@code backend} for a signed request
     */
    public record Example(List<Step> given, String as, JsonNode params, JsonNode data, Map<String, JsonNode> reply) {
        public Example {
            given = given == null ? List.of() : given;
            params = params == null ? JsonNodeFactory.instance.objectNode() : params;
            reply = reply == null ? Map.of() : reply;
        }

        /** Whether its parameters contain no value from an earlier call. */
        boolean standsAlone() {
            return !params.toString().contains("${");
        }
    }

    /**
     * An event of a function URL, for tests and for {@code sam local invoke}.
     *
     * @param params its body
     * @param token the user whose token it contains; alice by default
     * @param platform the platform of the calling client; {@code web} by default
     */
    public record Event(JsonNode params, EventToken token, String platform) {
        public Event {
            params = params == null ? JsonNodeFactory.instance.objectNode() : params;
            token = token == null ? EventToken.GOOD : token;
            platform = platform == null ? "web" : platform;
        }
    }

    /** The token of an event. */
    public enum EventToken {
        @JsonProperty("good")
        GOOD,
        @JsonProperty("expired")
        EXPIRED,
        @JsonProperty("none")
        NONE
    }

    /**
     * A call that prepares another one.
     *
     * @param keep values of the reply to keep: names and their paths, such as {@code data._id}
     */
    public record Step(String as, String call, JsonNode params, Map<String, String> keep) {
        public Step {
            params = params == null ? JsonNodeFactory.instance.objectNode() : params;
            keep = keep == null ? Map.of() : keep;
        }
    }

    /**
     * The result for each role of the same call: {@code ok}, or the errCode.
     *
     * @param given calls before it, for each role anew
     * @param params of the call; {@code ${…}} is a value of the prepared scene
     * @param superuser a user with the role {@code uni-im-admin} who is in no group
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rights(
            List<Step> given,
            JsonNode params,
            String outsider,
            String member,
            String muted,
            String admin,
            String creator,
            String service,
            String superuser) {

        public static final List<String> ROLES =
                List.of("outsider", "member", "muted", "admin", "creator", "service", "superuser");

        public Rights {
            given = given == null ? List.of() : given;
            params = params == null ? JsonNodeFactory.instance.objectNode() : params;
        }

        /** By role, in their order; null if the file has no value. */
        public Map<String, String> outcomes() {
            Map<String, String> outcomes = new LinkedHashMap<>();
            List<String> values = Arrays.asList(outsider, member, muted, admin, creator, service, superuser);
            for (int i = 0; i < ROLES.size(); i++) {
                outcomes.put(ROLES.get(i), values.get(i));
            }
            return outcomes;
        }
    }

    /** The codes of its own refusals, with their texts. */
    public Map<ErrorCode, String> refusals() {
        Map<ErrorCode, String> refusals = new LinkedHashMap<>();
        errors.forEach((name, when) -> refusals.put(errorCode(name), when));
        return refusals;
    }

    /** Whether it may answer that the system is not ready. */
    boolean mayBeNotReady() {
        return stores || refusals().containsKey(ErrorCode.NOT_READY);
    }

    private ErrorCode errorCode(String name) {
        List<ErrorCode> found = Arrays.stream(ErrorCode.values())
                .filter(code ->
                        code.name().equals(name) || String.valueOf(code.code()).equals(name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(method + ": errors." + name
                    + (found.isEmpty() ? " is no error code" : " has two meanings: use the constant's name"));
        }
        return found.get(0);
    }
}
