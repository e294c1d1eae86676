/** Storing what was mapped: where it is missing, in the order of its conversation, harmlessly when repeated. */
package io.confab.migrate.load;
