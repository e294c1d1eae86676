package io.confab.domain.send;

import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.MessageLog.Appended;
import io.confab.domain.message.Position;
import io.confab.domain.rate.Permit;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores the messages of a call, each once for its {@code unique_id}. */
@Singleton
class Storing {
    private final Drafts drafts;
    private final MessageLog log;
    private final ConversationRepository conversations;
    private final Clock clock;

    Storing(Drafts drafts, MessageLog log, ConversationRepository conversations, Clock clock) {
        this.drafts = drafts;
        this.log = log;
        this.conversations = conversations;
        this.clock = clock;
    }

    /**
     * What is stored of the messages to one conversation.
     *
     * @param appended in the order asked for; without those that come after a refusal
     * @param refused why a message was not stored; those before it are, and must be shown and pushed
     */
    record Stored(List<Appended> appended, Optional<Refusal> refused) {
        List<Message> all() {
            return appended.stream().map(Appended::message).toList();
        }

        /** Those that this call stored. */
        List<Message> fresh() {
            return appended.stream()
                    .filter(each -> !each.repeat())
                    .map(Appended::message)
                    .toList();
        }

        /** Those that an earlier call stored. */
        List<Message> repeated() {
            return appended.stream()
                    .filter(Appended::repeat)
                    .map(Appended::message)
                    .toList();
        }
    }

    /** Appends the messages that are not stored yet, until one is refused. */
    Stored store(Outgoing outgoing, SendPermits.Granted granted) {
        List<Appended> appended = new ArrayList<>();
        int missing = granted.missing(outgoing.requests());
        Position hint = outgoing.destination().hint();
        try {
            for (SendMsgRequest request : outgoing.requests()) {
                Optional<Message> earlier = granted.find(request);
                if (earlier.isPresent()) {
                    appended.add(new Appended(earlier.get(), true));
                    continue;
                }
                Message draft = drafts.draft(outgoing.destination(), request, outgoing.names());
                boolean isFirst = appended.stream().allMatch(Appended::repeat);
                if (isFirst) {
                    open(outgoing.destination());
                }
                Permit permit = granted.permits().next().forGroup(isFirst ? missing : 0);
                Appended now = log.append(draft, hint, permit);
                appended.add(now);
                hint = now.repeat() ? hint : Position.at(now.message(), draft.fromUid, hint.time());
            }
            return new Stored(appended, Optional.empty());
        } catch (Refusal e) {
            return new Stored(appended, Optional.of(e));
        }
    }

    private void open(Destination destination) {
        if (destination instanceof Destination.SingleChat chat && !chat.isOpen()) {
            conversations.createSingle(chat.sender().uid(), chat.receiver().uid(), clock.millis());
        }
    }
}
