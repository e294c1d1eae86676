package io.confab.domain.storage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a document that other programs write, too: back ends, admin tools, an earlier life of the database. Stored as
 * another type than it has here, it is read as if absent: one record cannot break the reads of all who meet it. What decides
 * whether somebody may act names the value that forbids most.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface WrittenByOthers {
    /** The value that another type is read as: a text, a whole number or {@code true}; empty for none. */
    String otherwise() default "";
}
