/** Strict reading of JSON: no coercion, and refusals that name the field. */
package io.confab.domain.json;
