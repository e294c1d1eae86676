package io.confab.domain.push;

import java.util.Arrays;
import java.util.Optional;

/** By which channels a push goes ({@code settings.strategy.default}, docs/api/README.md#sendpushmsg). */
public enum Strategy {
    /** The online channel if the device is connected, otherwise the vendor's. */
    ONLINE_ELSE_OFFLINE(1),
    OFFLINE(2),
    ONLINE(3),
    /** The vendor's channel; the online channel if there is none. */
    OFFLINE_ELSE_ONLINE(4);

    private final int code;

    Strategy(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<Strategy> of(int code) {
        return Arrays.stream(values()).filter(strategy -> strategy.code == code).findFirst();
    }
}
