package io.confab.domain.storage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a document that other programs write, too: back ends, admin tools, an earlier life of the database. Stored as
 * another type than it has here, it is read as if absent: one record cannot break the reads of all who meet it. Not for what
 * decides whether somebody may act: that must be readable.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface WrittenByOthers {}
