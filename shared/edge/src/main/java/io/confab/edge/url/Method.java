package io.confab.edge.url;

import java.util.Optional;

/**
 * How a method is called.
 *
 * @param errSubject the {@code errSubject} of the method's refusals
 * @param scalarArgument the name of the method's scalar argument, if it has one
 */
public record Method(String errSubject, Optional<String> scalarArgument) {
    /** A method that takes an object of parameters. */
    public static final Method OF_OBJECT = new Method("uni-im-co", Optional.empty());

    /** A method of accounts that takes an object of parameters. */
    public static final Method OF_IDENTITY = new Method("uni-id-co", Optional.empty());

    /** A method with one scalar argument. */
    public static Method of(String scalarArgument) {
        return new Method("uni-im-co", Optional.of(scalarArgument));
    }
}
