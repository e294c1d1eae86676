package io.confab.functions;

import io.confab.edge.socket.SocketCalls;
import io.confab.edge.socket.WebSocketEvent;
import io.confab.edge.socket.WebSocketReply;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** A frame that a device sent over the online channel (docs/api/README.md#online-channel). */
@Singleton
public class WsMessageFunction {
    private final SocketCalls calls;

    WsMessageFunction(SocketCalls calls) {
        this.calls = calls;
    }

    @Funq("wsMessage")
    public WebSocketReply wsMessage(WebSocketEvent event) {
        return calls.message(event);
    }
}
