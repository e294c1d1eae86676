package io.confab.push.send;

/** The result of a push to one device, in the words of the report. */
public enum PushStatus {
    ONLINE("successed_online"),
    OFFLINE("successed_offline"),
    /** No channel that the strategy allows reaches the device. */
    IGNORED("successed_ignore");

    private final String word;

    PushStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
