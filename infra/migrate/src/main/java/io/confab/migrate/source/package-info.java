/** The exports of an existing database: files, extended JSON, documents in an order of choice. */
package io.confab.migrate.source;
