/** Checks that the conversation list of every user is the same after an import as before. */
package io.confab.migrate.verify;
