/** Whether what was moved in looks to every user as it did before. */
package io.confab.migrate.verify;
