/**
 * Strict reading of JSON parameters, and how long JSON is. Known by all; it names fields in refusals and coerces nothing.
 */
package io.confab.domain.json;
