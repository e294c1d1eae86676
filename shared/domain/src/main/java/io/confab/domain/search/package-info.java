/** searchMsg: texts found by what they contain, with an index that only searches write (decision record 0017). */
package io.confab.domain.search;
