package io.confab.local.http;

import io.confab.domain.error.ErrorCode;
import io.confab.local.door.Guests;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * The first handler of all (docs/rules.md#laptop): refuses with 403 who is no {@link Guests guest}, whatever is asked
 * for, handshakes and preflights too, before anything of the body is read or asked for.
 */
@Singleton
final class Door {
    private final Guests guests;

    Door(Guests guests) {
        this.guests = guests;
    }

    /** What the router itself fails, such as a request without a host that it can read, comes by here as well. */
    void mount(Router router) {
        router.route()
                .order(Integer.MIN_VALUE)
                .handler(context -> answer(context, Door::letIn))
                .failureHandler(context -> answer(context, RoutingContext::next));
    }

    private void answer(RoutingContext context, Handler<RoutingContext> further) {
        HttpServerRequest request = context.request();
        if (!guests.areAddressedRightly(request)) {
            refuse(request, "this server answers under names of its own machine; CONFAB_ALLOW_HOSTS adds others");
        } else if (!guests.comeFromHere(request)) {
            refuse(request, "pages of other machines may not call; CONFAB_ALLOW_ORIGINS adds some");
        } else {
            further.handle(context);
        }
    }

    private static void letIn(RoutingContext context) {
        if ("100-continue".equalsIgnoreCase(context.request().getHeader("expect"))) {
            context.response().writeContinue();
        }
        context.next();
    }

    private static void refuse(HttpServerRequest request, String reason) {
        if (request.response().ended()) {
            return;
        }
        if (!request.isEnded()) {
            request.resume();
        }
        Replies.sendError(request.response(), ErrorCode.NO_PERMISSION, reason);
    }
}
