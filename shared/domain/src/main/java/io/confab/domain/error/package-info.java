/** The one table of error codes, and the refusal that carries one. Used by all other packages, uses none. */
package io.confab.domain.error;
