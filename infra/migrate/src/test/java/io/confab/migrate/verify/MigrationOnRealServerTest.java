package io.confab.migrate.verify;

import io.confab.testing.RealDatabase;
import io.confab.testing.RequiresRealMongod;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@RequiresRealMongod
@TestProfile(RealDatabase.class)
class MigrationOnRealServerTest extends MigrationContract {}
