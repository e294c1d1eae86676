/** The commands of the tool, and how they reach a database. */
package io.confab.migrate.command;
