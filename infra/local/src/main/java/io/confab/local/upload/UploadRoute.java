package io.confab.local.upload;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.upload.ContentTypes;
import io.confab.domain.upload.UploadStorage.UploadFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * {@code /uploads/<key>}: accepts a file by PUT if a signed permission for exactly this file has not expired, and returns it to
 * every caller who knows its name, with headers that keep browsers from running it.
 */
@Singleton
public class UploadRoute {
    public static final String PATH = "/uploads/";
    private static final String POLICY = "default-src 'none'; sandbox";
    /** Browsers do not show PDFs in a sandbox; their viewers do not run the scripts of a PDF with the rights of a page. */
    private static final String PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final Vertx vertx;
    private final UploadFolder folder;
    private final Clock clock;
    private final String secret;

    @Inject
    UploadRoute(Vertx vertx, UploadFolder folder, Clock clock, ConfabConfig config) {
        this(vertx, folder, clock, config.requestAuthSecret().orElseThrow());
    }

    UploadRoute(Vertx vertx, UploadFolder folder, Clock clock, String secret) {
        this.vertx = vertx;
        this.folder = folder;
        this.clock = clock;
        this.secret = secret;
    }

    /**
     * @param refuse answers with a refusal
     */
    public void mount(Router router, BiConsumer<HttpServerResponse, Refusal> refuse) {
        router.put(PATH + "*").handler(context -> guarded(context, refuse, this::put));
        router.get(PATH + "*").handler(context -> guarded(context, refuse, this::get));
    }

    private interface Handling {
        Future<Void> handle(HttpServerRequest request);
    }

    private static void guarded(
            RoutingContext context, BiConsumer<HttpServerResponse, Refusal> refuse, Handling handling) {
        Future<Void> handled;
        try {
            handled = handling.handle(context.request());
        } catch (Refusal e) {
            handled = Future.failedFuture(e);
        }
        handled.onFailure(failure -> {
            if (failure instanceof Refusal refusal) {
                if (!context.request().isEnded()) {
                    context.request().resume();
                }
                refuse.accept(context.response(), refusal);
            } else {
                context.fail(failure);
            }
        });
    }

    private Future<Void> put(HttpServerRequest request) {
        // Nothing of the body may come before the file is open.
        request.pause();
        UploadFile file = permitted(request);
        return blocking(() -> {
                    folder.requireFree(file.key());
                    return folder.begin();
                })
                .compose(begun -> receive(request, file, begun).onFailure(failure -> folder.abandon(begun)))
                .compose(stored -> request.response().setStatusCode(201).end());
    }

    private Future<Void> receive(HttpServerRequest request, UploadFile file, UploadFolder.Begun begun) {
        return vertx.fileSystem()
                .open(
                        begun.content().toString(),
                        new OpenOptions().setCreateNew(true).setWrite(true))
                .compose(request::pipeTo)
                .compose(written -> blocking(() -> {
                    folder.finish(begun, file.key(), file.contentType());
                    return null;
                }));
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    private UploadFile permitted(HttpServerRequest request) {
        UploadFile file = new UploadFile(
                key(request),
                request.getParam("type", ""),
                number(request, "size").orElse(0L));
        SignedUpload upload = new SignedUpload(file, number(request, "expires").orElse(0L));
        if (!UploadFolder.isKey(file.key()) || !upload.isSignedBy(secret, request.getParam("signature", ""))) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "the upload was not permitted so");
        }
        if (upload.expires() <= clock.millis()) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "the permission to upload has expired");
        }
        String said = Optional.ofNullable(request.getHeader("content-type")).orElse("");
        if (ContentTypes.meant(said).filter(file.contentType()::equals).isEmpty()) {
            throw Refusal.badParam("content-type", "must be " + file.contentType());
        }
        long length = length(request);
        if (length > file.size()) {
            throw new Refusal(ErrorCode.BODY_TOO_LARGE, "the file has more than " + file.size() + " bytes");
        }
        if (length < file.size()) {
            throw Refusal.badParam("content-length", "must be " + file.size());
        }
        return file;
    }

    /** A request without a length that is not chunked has no body: some clients send an empty file in this way. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        if (length == null && request.getHeader("transfer-encoding") != null) {
            throw Refusal.badParam("content-length", "required");
        }
        return length == null ? 0 : Long.parseLong(length);
    }

    private Future<Void> get(HttpServerRequest request) {
        String key = key(request);
        return blocking(() -> folder.find(key)).compose(found -> {
            UploadFolder.Stored stored =
                    found.orElseThrow(() -> new Refusal(ErrorCode.METHOD_NOT_FOUND, "no such file"));
            HttpServerResponse response = request.response()
                    .putHeader("content-type", stored.type())
                    .putHeader("x-content-type-options", "nosniff")
                    .putHeader("content-security-policy", ContentTypes.isPdf(stored.type()) ? PDF_POLICY : POLICY)
                    .putHeader("cache-control", "private, max-age=31536000, immutable");
            if (!ContentTypes.isShownInPlace(stored.type())) {
                response.putHeader("content-disposition", "attachment");
            }
            return response.sendFile(stored.content().toString());
        });
    }

    private static String key(HttpServerRequest request) {
        String path = request.path().substring(PATH.length());
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badParam("path", "not encoded as a URL is");
        }
    }

    private static Optional<Long> number(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getParam(name))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
    }
}
