/** Exports all data, or those of one user, in the format of uni-im; and erases one user. */
package io.confab.migrate.out;
