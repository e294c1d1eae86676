package io.confab.functions;

import io.confab.edge.socket.SocketCalls;
import io.confab.edge.socket.WebSocketEvent;
import io.confab.edge.socket.WebSocketReply;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** The end of a connection of the online channel (docs/api/README.md#online-channel). */
@Singleton
public class WsDisconnectFunction {
    private final SocketCalls calls;

    WsDisconnectFunction(SocketCalls calls) {
        this.calls = calls;
    }

    @Funq("wsDisconnect")
    public WebSocketReply wsDisconnect(WebSocketEvent event) {
        return calls.disconnect(event);
    }
}
