/** Converts each document of a uni-im database to its form in Confab, and refuses those that have none. */
package io.confab.migrate.map;
