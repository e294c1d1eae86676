package io.confab.edge.url;

import java.util.Optional;

/**
 * How a method is called.
 *
 * @param errSubject the {@code errSubject} of the method's refusals
 * @param scalarArgument the name of the method's scalar argument, if it has one
 * @param stores whether it stores something for its caller, which it does only in a database that is ready
 * @param byGet whether it may be called by GET too
 */
public record Method(String errSubject, Optional<String> scalarArgument, boolean stores, boolean byGet) {
    private static final String CHAT = "uni-im-co";
    private static final String IDENTITY = "uni-id-co";

    /** A method that takes an object of parameters. */
    public static final Method OF_OBJECT = new Method(CHAT, Optional.empty(), false, false);

    /** A method of accounts that takes an object of parameters. */
    public static final Method OF_IDENTITY = new Method(IDENTITY, Optional.empty(), false, false);

    /** A method that anybody may call, by GET too. */
    public static final Method OPEN = new Method(CHAT, Optional.empty(), false, true);

    /** A method with one scalar argument. */
    public static Method of(String scalarArgument) {
        return new Method(CHAT, Optional.of(scalarArgument), false, false);
    }

    /** A method of accounts with one scalar argument. */
    public static Method ofIdentity(String scalarArgument) {
        return new Method(IDENTITY, Optional.of(scalarArgument), false, false);
    }

    /** The same method, which stores something for its caller. */
    public Method storing() {
        return new Method(errSubject, scalarArgument, true, byGet);
    }

    boolean allows(String verb) {
        return "POST".equals(verb) || isGet(verb);
    }

    boolean isGet(String verb) {
        return byGet && "GET".equals(verb);
    }

    /** The value of the header {@code Allow}. */
    String allow() {
        return byGet ? "GET, POST, OPTIONS" : "POST, OPTIONS";
    }
}
