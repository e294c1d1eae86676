package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.confab.push.AsyncInvoker;
import io.confab.push.channel.OnlineChannel;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QuarkusSupportTest {
    @Inject
    MongoClient client;

    @Inject
    MongoCommands commands;

    @Inject
    AsyncInvoker invoker;

    @Inject
    OnlineChannel channel;

    @Inject
    Clock clock;

    @ConfigProperty(name = "quarkus.mongodb.database")
    String database;

    @ConfigProperty(name = "confab.token-secret")
    String tokenSecret;

    @Test
    void commands_ofTheApplicationsClient_areRecorded() {
        commands.reset();

        client.getDatabase(database).getCollection("things").insertOne(new Document());

        assertThat(commands.names()).containsExactly("insert things");
    }

    @Test
    void peers_injected_areTheRecordingOnes() {
        assertThat(invoker).isInstanceOf(RecordingAsyncInvoker.class);
        assertThat(channel).isInstanceOf(RecordingOnlineChannel.class);
        assertThat(clock).isInstanceOf(TestClock.class);
        assertThat(tokenSecret).isEqualTo(TestSettings.TOKEN_SECRET);
    }
}
