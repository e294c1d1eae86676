/**
 * Strict reading of JSON parameters, and how long JSON is. Used by all other packages. A refusal names the field; no value is
 * converted to another type.
 */
package io.confab.domain.json;
