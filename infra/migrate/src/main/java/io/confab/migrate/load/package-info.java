/** Stores mapped documents: those that are missing, messages in the order of their conversation; a repeat changes nothing. */
package io.confab.migrate.load;
