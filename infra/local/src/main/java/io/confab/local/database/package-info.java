/** The database of a laptop: an embedded MongoDB on one file, and what only the local server keeps in it. */
package io.confab.local.database;
