/**
 * Strict reading of JSON parameters, and the room that a reply has. Known by all; it names fields in refusals and coerces
 * nothing.
 */
package io.confab.domain.json;
