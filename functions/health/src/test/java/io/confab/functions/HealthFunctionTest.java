package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.intake.IntakeRow;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HealthFunctionTest extends FunctionTestBase {
    private static final Duration SHARED = Duration.ofSeconds(5);

    /** Whatever an earlier test looked at is older than five seconds. */
    @BeforeEach
    void lookAnew() {
        clock.advance(Duration.ofDays(1));
        call(event("get"));
        clock.advance(SHARED);
    }

    @Test
    void health_byGet_isReady() {
        Reply reply = call(event("get"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().toString())
                .matches("\\{\"errCode\":0,\"errMsg\":\"\",\"data\":"
                        + "\\{\"build\":\"[^\"]+\",\"schema\":1,\"database\":\"ok\"}}");
        assertThat(reply.headers()).containsEntry("cache-control", "no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"params\":{}}",
                "{\"params\":[1]}",
                "{\"params\":null,\"uniIdToken\":\"x\"}",
                "{\"a\":{\"b\":1}}"
            })
    void health_byPost_isReadyWhateverTheParameters(String body) {
        Reply reply = call(Events.call("health").body(body).json());

        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.text("/data/database")).isEqualTo("ok");
    }

    @Test
    void health_badToken_isNoReasonToRefuse() {
        assertThat(call(Events.call("health").token("forged").json()).outcome()).isEqualTo("200 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PUT", "DELETE", "PATCH", "get", "TRACE", ""})
    void health_otherVerb_is405(String verb) {
        Reply reply = call(Events.call("health").verb(verb).json());

        assertThat(reply.outcome()).isEqualTo("405 method-not-allowed");
        assertThat(reply.headers()).containsEntry("allow", "GET, POST, OPTIONS");
        assertThat(commands.names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "1", "{\"$where\":1}", "{\"a\":{\"$ne\":1}}"})
    void health_badBody_is400WithoutALook(String body) {
        assertThat(call(Events.call("health").body(body).json()).outcome()).isEqualTo("400 param-error");
        assertThat(commands.names()).isEmpty();
    }

    @Test
    void health_hugeBody_is413WithoutALook() {
        String body = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";

        assertThat(call(Events.call("health").body(body).json()).outcome()).isEqualTo("413 body-too-large");
        assertThat(commands.names()).isEmpty();
    }

    @Test
    void health_manyCallersWithinFiveSeconds_isOneCommand() {
        call(event("get"));
        assertThat(commands.names()).containsExactly("find confab-inbox");
        clock.advance(SHARED.minusMillis(1));
        call(event("get"));
        assertThat(commands.names()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        call(event("get"));
        assertThat(commands.names()).containsExactly("find confab-inbox");
    }

    @Test
    void health_rowThatNoTriggerWorksOn_isNamedByItsAge() {
        Date inserted = new Date(clock.millis() / 1000 * 1000 - 90_000);
        insert(new Document("_id", new ObjectId(inserted, 7)));
        insert(new Document("_id", new ObjectId(new Date(clock.millis()), 8)));

        Reply reply = call(event("get"));

        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.number("/data/trigger_age")).isEqualTo(clock.millis() - inserted.getTime());
    }

    @Test
    void health_rowWithAnotherId_waitsSinceItWasTriedOrSeen() {
        insert(new Document("_id", "tried").append("time", clock.millis() - 70_000));
        assertThat(call(event("get")).number("/data/trigger_age")).isEqualTo(70_000);

        collection(IntakeRow.COLLECTION).deleteMany(new Document());
        insert(new Document("_id", new Document("any", "thing")));
        clock.advance(SHARED);
        assertThat(call(event("get")).number("/data/trigger_age")).isZero();
        clock.advance(Duration.ofSeconds(30));
        assertThat(call(event("get")).number("/data/trigger_age")).isEqualTo(30_000);
    }

    @Test
    void health_rowsThatAreFinishedOrWorkedOn_areNotNamed() {
        insert(new Document("_id", new ObjectId()).append("expire_at", new Date(clock.millis())));
        insert(new Document("_id", new ObjectId()).append("lease_until", clock.millis() + 1_000));

        assertThat(call(event("get")).data().has("trigger_age")).isFalse();
    }

    private void insert(Document row) {
        collection(IntakeRow.COLLECTION)
                .insertOne(row.append("kind", "message").append("document", new Document(Map.of())));
    }
}
