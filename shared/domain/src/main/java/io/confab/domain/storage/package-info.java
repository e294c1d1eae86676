/**
 * What every collection shares: the client's settings, free JSON in documents, cursors, pages, declared indexes. Known by
 * every repository, knows none.
 */
package io.confab.domain.storage;
