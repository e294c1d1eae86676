/** A document of an export, and which file and line it came from. Known by everything that reads, maps, stores or reports. */
package io.confab.migrate.origin;
