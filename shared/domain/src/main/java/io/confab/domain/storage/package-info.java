/** What every collection shares: ids, the client's settings, free JSON in documents, declared indexes. */
package io.confab.domain.storage;
