package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RequiresRealMongod
@TestProfile(RealDatabase.class)
class RealDatabaseTest {
    @Inject
    MongoClient client;

    @Test
    void client_ofTheApplication_isOfAReplicaSet() {
        Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));

        assertThat(hello.getString("setName")).isEqualTo("confab");
    }
}
