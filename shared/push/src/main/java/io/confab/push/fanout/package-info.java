/** sendMsgToGroup: a group served page by page, once. */
package io.confab.push.fanout;
