package io.confab.functions;

import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Map;

@Singleton
public class SendMsgFunction {
    @Funq("sendMsg")
    public FunctionUrlReply sendMsg(FunctionUrlEvent event) {
        return new FunctionUrlReply(200, Map.of(), event.body(), false);
    }
}
