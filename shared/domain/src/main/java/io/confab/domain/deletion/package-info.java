/** deleteMsg: messages that someone has hidden from themselves, and who may not see them therefore. */
package io.confab.domain.deletion;
