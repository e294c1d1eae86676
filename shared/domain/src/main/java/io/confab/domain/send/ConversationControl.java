package io.confab.domain.send;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.friend.FriendRepository;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides who may write to whom in single chats (docs/rules.md#conversations): at grade 0 anyone; at 100 customer service on
 * either side, or friends; at 200 friends. Members of a group may always write in it.
 */
@Singleton
public class ConversationControl {
    private static final int FRIENDS_AND_CUSTOMER_SERVICE = 100;

    private final FriendRepository friends;
    private final int grade;
    private final Set<String> customerService;

    ConversationControl(FriendRepository friends, ConfabConfig config) {
        this.friends = friends;
        this.grade = config.conversationGrade();
        this.customerService = config.customerServiceUids().stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .filter(uid -> !uid.isEmpty() && !uid.equals("false"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Refuses if the two may not write to each other.
     *
     * @throws Refusal {@code conversation-forbidden}
     */
    public void requireAllowed(String uid, String otherUid) {
        if (grade < FRIENDS_AND_CUSTOMER_SERVICE || isCustomerService(uid, otherUid)) {
            return;
        }
        if (!friends.areFriends(uid, otherUid)) {
            throw new Refusal(ErrorCode.CONVERSATION_FORBIDDEN, "only friends may talk here");
        }
    }

    private boolean isCustomerService(String uid, String otherUid) {
        return grade == FRIENDS_AND_CUSTOMER_SERVICE
                && (customerService.isEmpty() || customerService.contains(uid) || customerService.contains(otherUid));
    }
}
