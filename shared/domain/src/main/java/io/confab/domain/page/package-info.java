/** Pages of lists: the items that were found, and the cursor with which the next page begins. Used by all
 * other packages. */
package io.confab.domain.page;
