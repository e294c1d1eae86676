/** The one table of error codes, and the refusal that carries one. Known by all, knows nothing. */
package io.confab.domain.error;
