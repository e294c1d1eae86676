package io.confab.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.error.ErrorCode;
import io.confab.local.database.DemoUsers;
import io.confab.local.invoke.Functions;
import io.confab.local.invoke.InvocationLists;
import io.confab.local.push.OfflinePushRecorder;
import io.confab.local.start.Startup;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code /dev/…}: methods, waiting invocations, dead letters, and pushes that a vendor would have received; and {@code
 * /devLogin}. All of these are refused if the database is not on this machine.
 */
@Singleton
final class DeveloperRoutes {
    private final Vertx vertx;
    private final Functions functions;
    private final InvocationLists invocations;
    private final OfflinePushRecorder pushes;
    private final DevLogin logIn;
    private final boolean open;

    /** @param open whether the database is on this machine, or is treated as if it were */
    DeveloperRoutes(
            Vertx vertx,
            Functions functions,
            InvocationLists invocations,
            OfflinePushRecorder pushes,
            DevLogin logIn,
            @ConfigProperty(name = Startup.OPEN) boolean open) {
        this.vertx = vertx;
        this.functions = functions;
        this.invocations = invocations;
        this.pushes = pushes;
        this.logIn = logIn;
        this.open = open;
    }

    void mount(Router router) {
        if (!open) {
            router.route("/devLogin").handler(DeveloperRoutes::refuse);
            router.route("/dev/*").handler(DeveloperRoutes::refuse);
            return;
        }
        router.post("/devLogin").handler(logIn);
        router.get("/dev/").handler(new DeveloperPage(functions, DemoUsers.NAMES));
        router.get("/dev").handler(context -> context.redirect("/dev/"));
        list(router, "/dev/invocations", invocations::waiting);
        list(router, "/dev/dead-letters", invocations::dead);
        list(router, "/dev/offline-pushes", pushes::newest);
    }

    private static void refuse(RoutingContext context) {
        Replies.sendError(
                context.response(),
                ErrorCode.NO_PERMISSION,
                "the database is not on this machine; CONFAB_LOCAL_REMOTE_DATABASE=true allows this");
    }

    private void list(Router router, String path, Callable<? extends JsonNode> list) {
        router.get(path).handler(context -> vertx.executeBlocking(list, false)
                .onSuccess(found -> {
                    // Message texts: no page of elsewhere may as much as load them.
                    context.response()
                            .putHeader("x-content-type-options", "nosniff")
                            .putHeader("cross-origin-resource-policy", "same-origin");
                    Replies.sendJson(context.response(), 200, found);
                })
                .onFailure(context::fail));
    }
}
