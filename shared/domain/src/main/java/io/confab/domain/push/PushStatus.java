package io.confab.domain.push;

/** By which channel a push reached one device. */
public enum PushStatus {
    ONLINE,
    OFFLINE,
    /** No channel that the strategy allows reaches the device. */
    IGNORED
}
