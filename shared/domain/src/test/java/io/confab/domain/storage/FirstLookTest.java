package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.spi.dns.InetAddressResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstLookTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final long LOOKUP_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    @Test
    void await_clientClosedWhileItsServersNameIsLookedUp_leavesNoConnection() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(PATIENCE_MILLIS);
            MongoClient client = clientOfSlowName(server.getLocalPort());

            FirstLook.await(client);
            client.close();

            try (Socket connection = server.accept()) {
                connection.setSoTimeout(PATIENCE_MILLIS);
                assertThatCode(() -> connection.getInputStream().readAllBytes())
                        .as("the connection ends")
                        .doesNotThrowAnyException();
            }
        }
    }

    /** It takes long to look up the server's name, and the server never answers. */
    private static MongoClient clientOfSlowName(int port) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://localhost:" + port + "/?connectTimeoutMS=300"))
                .inetAddressResolver(slow())
                .build());
    }

    /** As a lookup by the system, it is not ended by an interrupt. */
    private static InetAddressResolver slow() {
        return host -> {
            long end = System.nanoTime() + LOOKUP_NANOS;
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(LOOKUP_NANOS / 100);
            }
            return List.of(InetAddress.getLoopbackAddress());
        };
    }
}
