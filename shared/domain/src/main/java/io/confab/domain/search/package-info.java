/**
 * Texts found by what they contain, with an index that only searches write (docs/decisions/0017-searches-index-what-they-
 * read.md). Called by searchMsg alone.
 */
package io.confab.domain.search;
