/** A made-up uni-im database, written as mongoexport would write it; knows nothing of how Confab stores. */
package io.confab.migrate.sample;
