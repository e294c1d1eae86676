package io.confab.local.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a whole running system, with any database. One server serves all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SystemSuite
        implements MessagingTests,
                RefusalTests,
                ForgedCursorTests,
                DoorTests,
                OnlineChannelTests,
                FanOutTests,
                GroupTests,
                RestartTests,
                HistoryTests,
                ForwardTests,
                UploadTests,
                FriendTests,
                ReferenceTests,
                HealthTests,
                AccountTests,
                BackEndTests,
                TriggerTests,
                WebPushTests,
                WebClientTests {
    /** Who waits for something waits no longer than it takes, but on a busy machine it may take long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Confab confab;

    /** Prepares the database with the {@link KnownUsers} in it; returns the settings that make the server use it. */
    abstract Map<String, String> prepareDatabase(Path data);

    @BeforeAll
    void start(@TempDir Path folder) {
        Awaitility.setDefaultTimeout(PATIENCE);
        Path data = folder.resolve("data");
        confab = Confab.start(data, prepareDatabase(data));
    }

    @AfterEach
    void disconnectAll() {
        confab.disconnectAll();
    }

    @AfterAll
    void stop() {
        if (confab != null) {
            confab.close();
        }
    }

    @Override
    public Confab confab() {
        return confab;
    }
}
