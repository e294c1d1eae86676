package io.confab.domain.schema;

import io.confab.testing.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaOnEmbeddedServerTest extends SchemaContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.embedded();

    @Override
    TestDatabase at() {
        return DATABASE;
    }
}
