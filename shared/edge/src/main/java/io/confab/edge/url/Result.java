package io.confab.edge.url;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.page.Page;
import io.confab.edge.token.IssuedToken;
import io.confab.wire.AccountJson;
import io.confab.wire.ReplyJson;
import io.confab.wire.ReplyPage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The result of a method: the reply object, which begins with {@code errCode} 0. */
public final class Result {
    private final ObjectNode json;
    private boolean mayBringToken = true;

    private Result(ObjectNode json) {
        this.json = json;
    }

    /** A reply with {@code data}. */
    public static Result data(JsonNode data) {
        return new Result(ReplyJson.data(data));
    }

    /** A reply whose {@code data} is a whole list, each item in this form. */
    public static <T> Result list(List<T> items, Function<T, ObjectNode> form) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> array.add(form.apply(item)));
        return data(array);
    }

    /** A reply with {@code data:{}}. */
    public static Result empty() {
        return data(JsonNodeFactory.instance.objectNode());
    }

    /**
     * A page of a list, each item in this form: {@code data}, {@code hasMore}, and {@code nextCursor} exactly when there is more. It
     * ends early if the reply is full.
     */
    public static <T> Result page(Page<T> page, Function<T, ObjectNode> form) {
        return page(ReplyPage.of(page, form));
    }

    /** A page of a list that has been written. */
    public static Result page(ReplyPage page) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        data.addAll(page.data());
        return page(data, page.nextCursor());
    }

    /** As {@link #page(Page, Function)}, for a list with its own form of {@code data}. */
    public static Result page(JsonNode data, Optional<String> nextCursor) {
        return new Result(ReplyJson.page(data, nextCursor));
    }

    /** A reply without {@code data}, as account methods give it. */
    public static Result identity(String uid, IssuedToken newToken) {
        return new Result(ReplyJson.success()).with(AccountJson.UID, uid).withNewToken(newToken);
    }

    /** A reply with {@code data:{}} to a call that has signed its caller out: it brings no new token. */
    public static Result signedOut() {
        Result result = empty();
        result.mayBringToken = false;
        return result;
    }

    /** Adds a new token for the caller. */
    Result withNewToken(IssuedToken newToken) {
        AccountJson.putNewToken(json, newToken.token(), newToken.expiresAt());
        mayBringToken = false;
        return this;
    }

    /** Whether the caller's token may be renewed with this reply. */
    boolean mayBringToken() {
        return mayBringToken;
    }

    /** Adds a field beside {@code data}. */
    public Result with(String name, long value) {
        json.put(name, value);
        return this;
    }

    /** Adds a field beside {@code data}. */
    public Result with(String name, String value) {
        json.put(name, value);
        return this;
    }

    ObjectNode json() {
        return json;
    }
}
