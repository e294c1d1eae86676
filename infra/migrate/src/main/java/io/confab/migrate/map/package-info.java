/** What each document of a uni-im database becomes in Confab, and which cannot become anything. */
package io.confab.migrate.map;
