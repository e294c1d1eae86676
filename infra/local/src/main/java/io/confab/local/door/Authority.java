package io.confab.local.door;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and possibly a port, as in a {@code Host} header, an origin or the address of a database. Only plain spellings are
 * accepted, so that no other program interprets them differently ({@code 127.1}, {@code 2130706433}, user names and zones are
 * not accepted).
 *
 * @param host in lower case, without a trailing dot; an IPv6 address in its brackets
 * @param port digits, or empty
 */
public record Authority(String host, String port) {
    private static final String LOCALHOST = "localhost";
    private static final Pattern FORM = Pattern.compile(
            "(?:(?<name>[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*)\\.?|(?<ip>\\[[0-9a-f:.]+]))(?::(?<port>\\d{0,5}))?");
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern LOOPBACK = Pattern.compile(
            "localhost|[a-z0-9_.-]+\\.localhost|127\\." + BYTE + "\\." + BYTE + "\\." + BYTE + "|\\[::1]");

    /** Reads one; empty if the text is not accepted. */
    public static Optional<Authority> of(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group("name") == null ? matcher.group("ip") : matcher.group("name");
        return Optional.of(new Authority(host, matcher.group("port") == null ? "" : matcher.group("port")));
    }

    /** Whether it is this machine, independent of name servers: {@code localhost}, 127.0.0.0/8 and {@code [::1]}. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** Whether it is the name {@code localhost} itself. */
    public boolean isLocalhost() {
        return host.equals(LOCALHOST);
    }

    /** {@code host} with the port of this, if it has one. */
    public String withHost(String otherHost) {
        return port.isEmpty() ? otherHost : otherHost + ":" + port;
    }
}
