package io.confab.local.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every spelling that a browser, a name server or a proxy might read as another host than this server does. */
class GuestsTest {
    private static final Guests ALONE = new Guests(Optional.empty(), Optional.empty());
    private static final Guests SOME = new Guests(
            Optional.of("chat.example, 192.168.1.5 ,Proxy.example:8443,,[2001:db8::1]"),
            Optional.of("https://chat.example/, null,http://Old.example:80 ,https://other.example:8443"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost", "LocalHost:8080", "localhost.", "localhost.:8080", "localhost:", "app.localhost",
                        "a.b.localhost.:1",
                "127.0.0.1", "127.0.0.1:8080", "127.0.0.1.", "127.1.2.3:80", "127.255.255.255", "[::1]", "[::1]:8080"
            })
    void host_ofThisMachine_isALoopback(String host) {
        assertThat(ALONE.isHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":8080",
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "localhost.evil",
                "evillocalhost",
                ".localhost",
                "localhost..",
                "a..localhost",
                "127.1",
                "127.0.1",
                "127.0.0.1.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "127.0.0.01",
                "0177.0.0.1",
                "127.0.0.256",
                "128.0.0.1",
                "0.0.0.0",
                "[::ffff:127.0.0.1]",
                "[::]",
                "[::1%25lo]",
                "[::1%lo]",
                "::1",
                "[::1",
                "[::1].",
                "[::1]evil.example",
                "[0:0:0:0:0:0:0:2]",
                "user@localhost",
                "localhost@evil.example",
                "localhost:80@evil.example",
                "localhost:8080:1",
                "localhost:port",
                "localhost:999999",
                "localhost/",
                "localhost#",
                "localhost?x",
                "localhost,evil.example",
                "localhost evil.example",
                "localhost\tevil.example",
                "localhost\u0000",
                "ⓛocalhost",
                "localho\u017ft",
                "127。0。0。1",
                "192.168.1.5",
                "http://localhost"
            })
    void host_ofElsewhereOrUnclear_isNone(String host) {
        assertThat(ALONE.isHost(host)).isFalse();
    }

    @Test
    void host_thatIsListed_isGoodUnderAnyPort() {
        assertThat(new String[] {
                    "chat.example", "CHAT.example.:443", "192.168.1.5:8080", "proxy.example:1", "[2001:db8::1]:80"
                })
                .allMatch(SOME::isHost);
        assertThat(new String[] {"www.chat.example", "chat.example.evil.example", "chatxexample", "*", "192.168.1.50"})
                .noneMatch(SOME::isHost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://localhost:3000",
                "https://localhost:8443",
                "http://127.0.0.1:8080",
                "http://[::1]:5173",
                "http://app.localhost:3000"
            })
    void origin_ofThisMachine_isGood(String origin) {
        assertThat(ALONE.isOrigin(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "https://evil.example",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://localhost/",
                "http://localhost/path",
                "http://user@localhost",
                "http://localhost@evil.example",
                "http://evil.example#localhost",
                "http://evil.example http://localhost",
                "http://localhost http://evil.example",
                "file://",
                "file://localhost",
                "chrome-extension://localhost",
                "localhost",
                "//localhost",
                "http:localhost",
                "http://2130706433",
                "http://127.1",
                "http://[::ffff:127.0.0.1]",
                "*"
            })
    void origin_ofElsewhereOrUnclear_isNone(String origin) {
        assertThat(ALONE.isOrigin(origin)).isFalse();
    }

    @Test
    void origin_thatIsListed_isGoodAsBrowsersWriteIt() {
        assertThat(new String[] {
                    "https://chat.example",
                    "https://chat.example:443",
                    "null",
                    "http://old.example",
                    "https://other.example:8443"
                })
                .allMatch(SOME::isOrigin);
        assertThat(new String[] {
                    "http://chat.example",
                    "https://chat.example:444",
                    "https://www.chat.example",
                    "https://other.example"
                })
                .noneMatch(SOME::isOrigin);
    }
}
