package io.confab.local.system;

import java.nio.ByteBuffer;

/** Reads the frames of HTTP/2 (RFC 9113) as far as is needed to see that a request has been answered. */
final class Http2 {
    private static final int HEAD_BYTES = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;

    private Http2() {}

    /** Whether these bytes of a server end the answer to the first request, or refuse it. */
    static boolean isAnswered(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.remaining() >= HEAD_BYTES) {
            int length = (in.get() & 0xff) << 16 | (in.getShort() & 0xffff);
            int type = in.get();
            int flags = in.get();
            in.getInt();
            if (in.remaining() < length) {
                return false;
            }
            boolean isLast = (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
            if (isLast || type == RST_STREAM || type == GOAWAY) {
                return true;
            }
            in.position(in.position() + length);
        }
        return false;
    }
}
