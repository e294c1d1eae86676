/** Messages of one conversation, sent again to others. Called by forwardMsg only. */
package io.confab.domain.forward;
