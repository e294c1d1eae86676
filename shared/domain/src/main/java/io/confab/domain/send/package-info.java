/** sendMsg: from the right to talk to the push. */
package io.confab.domain.send;
