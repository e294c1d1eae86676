/** The one table of error codes, and the refusal that carries one. */
package io.confab.domain.error;
