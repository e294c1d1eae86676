package io.confab.push.send;

import io.confab.domain.ids.Ids;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.message.Message;
import io.confab.domain.push.MessagePush;
import io.confab.domain.push.PushContent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The request ids of a batch: the one given, or one of each content. A message has the same one in every call that pushes it;
 * other content is told apart from all others.
 */
final class RequestIdsOfBatch {
    private static final String MESSAGE = "message";

    private final Optional<String> given;
    private final Map<PushContent, String> made = new ConcurrentHashMap<>();

    RequestIdsOfBatch(Optional<String> given) {
        this.given = given;
    }

    String of(PushContent content) {
        return given.orElseGet(() -> content instanceof MessagePush push
                ? ofMessage(push.message())
                : made.computeIfAbsent(content, unknown -> Ids.next()));
    }

    private static String ofMessage(Message message) {
        return RequestIds.of(MESSAGE, message.id, message.createTime);
    }
}
