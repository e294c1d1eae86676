/** The way out: everything, or what belongs to one user, in the shape of the original; and one user's erasure. */
package io.confab.migrate.out;
