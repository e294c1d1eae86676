package io.confab.domain.user;

import java.util.function.Function;

/**
 * The answer to a call, with the caller who was admitted to it. Only {@link TokenBearer} makes one, so a method that returns it
 * cannot have forgotten the admission.
 */
public final class Admitted<T> {
    private final Caller caller;
    private final T answer;

    Admitted(Caller caller, T answer) {
        this.caller = caller;
        this.answer = answer;
    }

    public Caller caller() {
        return caller;
    }

    public T answer() {
        return answer;
    }

    /** The same caller, with another form of the answer. */
    public <R> Admitted<R> map(Function<? super T, ? extends R> form) {
        return new Admitted<>(caller, form.apply(answer));
    }
}
