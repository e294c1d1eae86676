/** getMsgList: paging through a conversation. */
package io.confab.domain.history;
