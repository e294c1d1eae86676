package io.confab.domain.search;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which pairs of neighbouring characters occur in some texts: a Bloom filter. It may say yes for a pair that does not occur,
 * about once in a hundred, but never no for one that does.
 */
final class PairFilter {
    private static final int BITS_A_PAIR = 10;
    private static final int MIN_BITS = 512;
    private static final int MAX_BITS = 1 << 19;
    private static final int HASHES = 5;

    private final byte[] bits;

    PairFilter(byte[] bits) {
        this.bits = bits;
    }

    /** The filter of folded texts. */
    static PairFilter of(Collection<String> texts) {
        Set<Integer> pairs = new HashSet<>();
        for (String text : texts) {
            for (int i = 0; i + 1 < text.length(); i++) {
                pairs.add(pair(text, i));
            }
        }
        int wanted = Math.min(MAX_BITS, Math.max(MIN_BITS, pairs.size() * BITS_A_PAIR));
        int size = Integer.highestOneBit(wanted - 1) << 1;
        BitSet set = new BitSet(size);
        pairs.forEach(pair -> {
            long hash = mix(pair);
            for (int k = 0; k < HASHES; k++) {
                set.set(place(hash, k, size));
            }
        });
        byte[] bits = new byte[size / Byte.SIZE];
        byte[] used = set.toByteArray();
        System.arraycopy(used, 0, bits, 0, used.length);
        return new PairFilter(bits);
    }

    byte[] bits() {
        return bits;
    }

    /** Whether one of the texts may contain this folded text. */
    boolean mayContainAll(String text) {
        BitSet set = BitSet.valueOf(bits);
        int size = bits.length * Byte.SIZE;
        for (int i = 0; i + 1 < text.length(); i++) {
            long hash = mix(pair(text, i));
            for (int k = 0; k < HASHES; k++) {
                if (!set.get(place(hash, k, size))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int pair(String text, int at) {
        return text.charAt(at) << Character.SIZE | text.charAt(at + 1);
    }

    private static int place(long hash, int k, int size) {
        int first = (int) hash;
        int second = (int) (hash >>> Integer.SIZE) | 1;
        return first + k * second & size - 1;
    }

    /** The finalizer of SplitMix64. It must stay the same in every version, because filters are stored. */
    private static long mix(int value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
