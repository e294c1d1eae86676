/** The database of a laptop: an embedded MongoDB in one file, and the collections that only the local server uses. */
package io.confab.local.database;
