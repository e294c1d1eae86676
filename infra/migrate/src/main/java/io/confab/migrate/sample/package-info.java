/** An invented uni-im database, written as mongoexport would write it; does not depend on how Confab stores data. */
package io.confab.migrate.sample;
