package io.confab.domain.history;

import java.util.List;
import java.util.Optional;

/** Which messages of a conversation to read, and how many (docs/api/messages.md#getmsglist). */
public record HistoryRequest(String conversationId, Selector selector, int limit, Optional<String> cursor) {
    public static final int DEFAULT_LIMIT = 30;
    public static final int MAX_LIMIT = 200;

    /** Exactly one way to choose messages. Bounds are exclusive, except that of {@link ChangedSince}. */
    public sealed interface Selector {}

    public record Newest() implements Selector {}

    public record ById(String id) implements Selector {}

    /** In this order, each once; {@code limit} says nothing here. */
    public record ByIds(List<String> ids) implements Selector {}

    public record AfterSeq(long seq) implements Selector {}

    public record BeforeSeq(long seq) implements Selector {}

    public record AfterTime(long createTime) implements Selector {}

    public record BeforeTime(long createTime) implements Selector {}

    public record ChangedSince(long updateTime) implements Selector {}
}
