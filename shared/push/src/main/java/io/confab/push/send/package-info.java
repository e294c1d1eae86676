/** sendPushMsg, and how a batch of pushes is sent within a time limit. */
package io.confab.push.send;
