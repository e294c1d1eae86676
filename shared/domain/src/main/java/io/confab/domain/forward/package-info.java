/** forwardMsg: what was said in one conversation, said again in others. */
package io.confab.domain.forward;
