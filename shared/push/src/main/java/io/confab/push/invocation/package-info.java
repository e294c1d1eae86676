/**
 * What the invocations of sendPushMsg and sendMsgToGroup carry, written and read in one place: a version of Confab reads what
 * another version wrote. Called by the packages that send pushes or hand them over.
 */
package io.confab.push.invocation;
