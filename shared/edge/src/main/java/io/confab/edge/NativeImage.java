package io.confab.edge;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Registers classes for reflection that a native image cannot find by itself. A function that throws reports a {@code
 * FunctionError}; without its registration it could not, and would hang until its time-out.
 */
@RegisterForReflection(classNames = "io.quarkus.amazon.lambda.runtime.FunctionError")
final class NativeImage {
    private NativeImage() {}
}
