/** Measures what a request costs before its token is checked. */
package io.confab.bench.guard;
