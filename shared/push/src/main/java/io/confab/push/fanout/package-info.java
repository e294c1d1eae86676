/** sendMsgToGroup: pushes to a group, page by page, each page once. */
package io.confab.push.fanout;
