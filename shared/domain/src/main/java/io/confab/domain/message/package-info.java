/**
 * Messages: what they may contain, the log that numbers and keeps them, revoking, history. {@link
 * io.confab.domain.message.MessageLog} is the heart: its insert is the commit point of every send.
 */
package io.confab.domain.message;
