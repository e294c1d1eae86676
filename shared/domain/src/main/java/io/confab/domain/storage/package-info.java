/**
 * What every collection shares: the client's settings, free JSON in documents, cursors, pages, declared indexes. Used by
 * every repository, uses none.
 */
package io.confab.domain.storage;
