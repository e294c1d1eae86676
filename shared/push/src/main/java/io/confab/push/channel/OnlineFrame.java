package io.confab.push.channel;

import io.confab.domain.push.PushContent;
import io.confab.wire.PushJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A push as a frame of the online channel. A frame is bounded, because API Gateway closes a connection for a larger one. */
public final class OnlineFrame {
    static final int MAX_BYTES = 32_000;

    private OnlineFrame() {}

    /** Empty if no form of the push is small enough. */
    public static Optional<String> of(PushContent content) {
        return PushFit.fit(
                PushJson.push(content),
                form -> PushJson.frame(form).toString(),
                frame -> frame.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES);
    }
}
