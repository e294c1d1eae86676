/**
 * All indexes of all collections, and the command that makes them. Called by a laptop's start, by tests and by the tools
 * of a deployment; the only room that names every repository.
 */
package io.confab.domain.schema;
