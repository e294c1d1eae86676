/** The command line that makes a database ready for a deployment (docs/deploy.md#the-database). */
package io.confab.database;
