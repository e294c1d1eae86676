package io.confab.push.send;

/** How a push to one device ended, in the words of the report. */
public enum PushStatus {
    ONLINE("successed_online"),
    OFFLINE("successed_offline"),
    /** Not reachable by any channel that the strategy allows. */
    IGNORED("successed_ignore");

    private final String word;

    PushStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
