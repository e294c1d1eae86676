/**
 * From the right to talk to the push: every message of a user, a back end or the system goes through here. Called by
 * sendMsg, sendMsgByServer, forwardMsg and by changes of groups.
 */
package io.confab.domain.send;
