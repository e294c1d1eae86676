/** Pages of lists: the items that were found, and the cursor with which the next page begins. Known by all. */
package io.confab.domain.page;
