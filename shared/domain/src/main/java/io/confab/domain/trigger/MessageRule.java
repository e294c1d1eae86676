package io.confab.domain.trigger;

import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.domain.push.PushReport;
import io.confab.domain.revoke.RevocationNews;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A revoked message tells those who can see it. Nothing else that happens to a message is pushed from here. */
@Singleton
class MessageRule implements ChangeRule {
    private static final String REVOKED = "is_revoke";

    private final RevocationNews news;

    MessageRule(RevocationNews news) {
        this.news = news;
    }

    @Override
    public String collection() {
        return Message.COLLECTION;
    }

    @Override
    public PushReport apply(Change change) {
        if (!isRevocation(change)) {
            return new PushReport.Nothing();
        }
        Optional<Message> told = change.after().flatMap(fields -> message(change, fields));
        Optional<Message> stored = news.find(change.id());
        stored.filter(message -> message.revokeUid == null)
                .ifPresent(message ->
                        message.revokeUid = told.map(event -> event.revokeUid).orElse(null));
        return stored.or(() -> told).map(news::revoked).orElseGet(PushReport.Nothing::new);
    }

    private static boolean isRevocation(Change change) {
        return switch (change.operation()) {
            case UPDATE -> change.updated()
                    .or(change::after)
                    .filter(fields -> fields.isTrue(REVOKED))
                    .isPresent();
            case REPLACE -> change.after()
                            .filter(fields -> fields.isTrue(REVOKED))
                            .isPresent()
                    && change.before().filter(fields -> fields.isTrue(REVOKED)).isEmpty();
            case INSERT, DELETE -> false;
        };
    }

    /** A message as its event tells it. */
    private static Optional<Message> message(Change change, Fields fields) {
        Message message = new Message();
        message.id = change.id();
        message.fromUid = fields.id("from_uid").orElse(null);
        message.toUid = fields.id("to_uid").orElse(null);
        message.groupId = fields.id("group_id").orElse(null);
        message.appid = fields.id("appid").orElse(null);
        message.revokeUid = fields.id("revoke_uid").orElse(null);
        message.createTime = fields.number("create_time").orElse(0);
        boolean isComplete = message.fromUid != null && (message.toUid != null || message.groupId != null);
        if (isComplete) {
            message.conversationId = message.isGroup()
                    ? ConversationIds.group(message.groupId)
                    : ConversationIds.single(message.fromUid, message.toUid);
        }
        return isComplete ? Optional.of(message) : Optional.empty();
    }
}
