/** A document of an export, and which file and line it came from. Used by all packages that read, map, store or report. */
package io.confab.migrate.origin;
