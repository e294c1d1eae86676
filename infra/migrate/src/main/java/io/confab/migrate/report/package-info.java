/** The output of a migration: progress, counts, and a line for each document that was not taken. */
package io.confab.migrate.report;
