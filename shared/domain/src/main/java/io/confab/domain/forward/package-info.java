/** What was said in one conversation, said again in others. Called by forwardMsg alone. */
package io.confab.domain.forward;
