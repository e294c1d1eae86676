package io.confab.local.http;

import io.confab.domain.error.ErrorCode;
import io.confab.local.door.Guests;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * The first handler of every request (docs/rules.md#laptop): refuses with 403 callers that {@link Guests} does not accept,
 * whatever they ask for, including handshakes and preflights, before the body is read or requested.
 */
@Singleton
final class Door {
    private final Guests guests;

    Door(Guests guests) {
        this.guests = guests;
    }

    /** Also handles requests that the router itself fails, such as one whose host it cannot read. */
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
