package io.confab.testing;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * Runs a {@code @QuarkusTest} on the real server, whatever {@value TestSettings#DATABASE} says:
 *
 * <pre>{@code
 * @QuarkusTest
 * @RequiresRealMongod
 * @TestProfile(RealDatabase.class)
 * class SendOnRealServerTest extends SendContract {}
 * }</pre>
 */
public class RealDatabase implements QuarkusTestProfile {}
