package io.confab.domain.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.confab.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaOnRealServerTest extends SchemaContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.real();

    @Override
    TestDatabase at() {
        return DATABASE;
    }

    /** The embedded server finds its indexes by the names that the driver gives them. */
    @Test
    void apply_indexOfAnotherName_counts() {
        collection("uni-im-msg")
                .createIndex(
                        Indexes.ascending("seq_key"),
                        new IndexOptions().unique(true).name("mine"));

        assertThat(apply(new Log()).isComplete()).isTrue();

        assertThat(indexes("uni-im-msg"))
                .extracting(index -> index.getString("name"))
                .contains("mine");
    }
}
