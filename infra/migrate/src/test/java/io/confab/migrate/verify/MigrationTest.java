package io.confab.migrate.verify;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class MigrationTest extends MigrationContract {}
