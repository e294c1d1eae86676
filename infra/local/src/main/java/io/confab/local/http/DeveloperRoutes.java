package io.confab.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.local.invoke.InvocationLists;
import io.confab.local.push.OfflinePushRecorder;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.concurrent.Callable;

/** {@code /dev/…}: what waits, what died, and what a vendor would have been sent, as JSON for a developer's eyes. */
final class DeveloperRoutes {
    private DeveloperRoutes() {}

    static void mount(Router router, Vertx vertx, InvocationLists invocations, OfflinePushRecorder pushes) {
        list(router, vertx, "/dev/invocations", invocations::waiting);
        list(router, vertx, "/dev/dead-letters", invocations::dead);
        list(router, vertx, "/dev/offline-pushes", pushes::newest);
    }

    private static void list(Router router, Vertx vertx, String path, Callable<? extends JsonNode> list) {
        router.get(path).handler(context -> vertx.executeBlocking(list, false)
                .onSuccess(found -> Replies.sendJson(context.response(), 200, found))
                .onFailure(context::fail));
    }
}
