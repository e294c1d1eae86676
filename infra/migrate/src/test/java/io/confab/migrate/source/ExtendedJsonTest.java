package io.confab.migrate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.migrate.source.ExtendedJson.NotPlainException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"$oid\":\"64c0a1\"} | \"64c0a1\"",
                "{\"$date\":\"2023-02-20T01:34:38.550Z\"} | 1676856878550",
                "{\"$date\":\"2023-02-20T09:34:38.550+08:00\"} | 1676856878550",
                "{\"$date\":{\"$numberLong\":\"1676856878550\"}} | 1676856878550",
                "{\"$date\":1676856878550} | 1676856878550",
                "{\"$numberLong\":\"9007199254740993\"} | 9007199254740993",
                "{\"$numberInt\":\"-7\"} | -7",
                "{\"$numberDouble\":\"1.5\"} | 1.5",
                "{\"$numberDecimal\":\"2.5\"} | 2.5",
                "{\"a\":[{\"$oid\":\"b\"},{\"c.d\":{\"$numberInt\":\"1\"}}]} | {\"a\":[\"b\",{\"c.d\":1}]}",
                "\"$text\" | \"$text\""
            })
    void plain_ofEveryForm_isWhatClientsKnow(String extended, String plain) throws Exception {
        JsonNode found = ExtendedJson.plain(JSON.readTree(extended));

        assertThat(JSON.writeValueAsString(found)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$binary\":\"AA==\"}",
                "{\"$numberDouble\":\"NaN\"}",
                "{\"$numberLong\":\"many\"}",
                "{\"$date\":\"yesterday\"}",
                "{\"$oid\":7}",
                "{\"$where\":\"1\",\"a\":2}"
            })
    void plain_ofWhatHasNoPlainForm_isRefused(String extended) {
        assertThatThrownBy(() -> ExtendedJson.plain(JSON.readTree(extended))).isInstanceOf(NotPlainException.class);
    }
}
