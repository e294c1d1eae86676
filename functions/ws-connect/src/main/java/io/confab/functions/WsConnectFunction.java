package io.confab.functions;

import io.confab.edge.socket.SocketCalls;
import io.confab.edge.socket.WebSocketEvent;
import io.confab.edge.socket.WebSocketReply;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** A device's handshake with the online channel (docs/api/README.md#online-channel). */
@Singleton
public class WsConnectFunction {
    private final SocketCalls calls;

    WsConnectFunction(SocketCalls calls) {
        this.calls = calls;
    }

    @Funq("wsConnect")
    public WebSocketReply wsConnect(WebSocketEvent event) {
        return calls.connect(event);
    }
}
