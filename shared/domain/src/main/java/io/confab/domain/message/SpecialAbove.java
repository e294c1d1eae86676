package io.confab.domain.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The messages above a mark that counts alone do not cover.
 *
 * @param unreadKeys which messages ({@link UnreadKeys})
 * @param seq their numbers are larger than this
 */
public record SpecialAbove(List<String> unreadKeys, long seq) {
    /** How many numbers between a mark and one that is merged into it may be read in vain, for all marks of a query. */
    private static final long MOST_IN_VAIN = 200;

    /** Whether it finds this message of its own conversation. */
    public boolean finds(Message message) {
        return message.seq > seq
                && message.unreadKeys != null
                && message.unreadKeys.stream().anyMatch(unreadKeys::contains);
    }

    /**
     * The same in fewer parts, because a query costs the server time for each of its branches: marks that are close together
     * become one with the lowest number. So what it finds may be below the mark of its conversation, but at most {@value
     * #MOST_IN_VAIN} messages in all.
     */
    static List<SpecialAbove> together(List<SpecialAbove> marks) {
        List<SpecialAbove> merged = new ArrayList<>();
        long mostInVain = MOST_IN_VAIN;
        SpecialAbove last = null;
        List<String> keys = List.of();
        for (SpecialAbove mark : marks.stream()
                .sorted(Comparator.comparingLong(SpecialAbove::seq))
                .toList()) {
            if (last == null || mark.seq - last.seq > mostInVain) {
                keys = new ArrayList<>();
                last = new SpecialAbove(keys, mark.seq);
                merged.add(last);
            }
            keys.addAll(mark.unreadKeys);
            mostInVain -= mark.seq - last.seq;
        }
        return merged;
    }
}
