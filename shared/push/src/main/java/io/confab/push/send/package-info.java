/** sendPushMsg, and how a batch of pushes is sent within a budget. */
package io.confab.push.send;
