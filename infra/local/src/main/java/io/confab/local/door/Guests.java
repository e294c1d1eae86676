package io.confab.local.door;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides who may call. A call must use a name of this machine ({@code Host}; otherwise a name server could lead a browser here
 * for another site's page), and must come from a page of this machine ({@code Origin}) or from no page (no {@code Origin}). The
 * developer can list further names and origins.
 */
@Singleton
public final class Guests {
    private static final Pattern PAGE = Pattern.compile("(https?)://([^/]+)");
    private static final Pattern TARGET = Pattern.compile("https?://([^/?#]*)([/?#].*)?", Pattern.CASE_INSENSITIVE);

    private final Set<String> hosts;
    private final Set<String> origins;

    @Inject
    Guests(DoorSettings settings) {
        this(settings.allowHosts(), settings.allowOrigins());
    }

    Guests(Optional<String> hosts, Optional<String> origins) {
        this.hosts = listed(hosts)
                .map(text -> Authority.of(text).map(Authority::host).orElse(text))
                .collect(Collectors.toUnmodifiableSet());
        this.origins = listed(origins)
                .map(text -> text.replaceFirst("/+$", ""))
                .map(Guests::plain)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> listed(Optional<String> setting) {
        return setting.stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> !text.isEmpty());
    }

    /** Whether the request names its server, and every name in it is allowed. */
    public boolean areAddressedRightly(HttpServerRequest request) {
        List<String> names = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        if (request.version() == HttpVersion.HTTP_2) {
            Optional.ofNullable(request.authority()).ifPresent(authority -> names.add(authority.toString()));
        } else if (names.size() != 1) {
            return false;
        }
        Matcher target = TARGET.matcher(request.uri());
        if (target.matches()) {
            names.add(target.group(1));
        } else if (!request.uri().startsWith("/")) {
            return false;
        }
        return !names.isEmpty() && names.stream().allMatch(this::isHost);
    }

    /** Whether the request comes from a page that may call, or from no page. */
    public boolean comeFromHere(HttpServerRequest request) {
        List<String> from = request.headers().getAll(HttpHeaders.ORIGIN);
        return from.isEmpty() || (from.size() == 1 && isOrigin(from.get(0)));
    }

    boolean isHost(String name) {
        return Authority.of(name)
                .filter(authority -> authority.isLoopback() || hosts.contains(authority.host()))
                .isPresent();
    }

    boolean isOrigin(String said) {
        String origin = said.toLowerCase(Locale.ROOT);
        Matcher page = PAGE.matcher(origin);
        boolean here = page.matches()
                && Authority.of(page.group(2)).filter(Authority::isLoopback).isPresent();
        return here || origins.contains(plain(origin));
    }

    /** The origin as browsers write it: without the default port of its scheme. */
    private static String plain(String origin) {
        return origin.replaceFirst("^(http://[^/]+):80$", "$1").replaceFirst("^(https://[^/]+):443$", "$1");
    }
}
