/** What a request costs before its token is looked at. */
package io.confab.bench.guard;
