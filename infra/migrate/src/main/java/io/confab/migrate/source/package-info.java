/** The export of an existing database: files, extended JSON, sorting. */
package io.confab.migrate.source;
