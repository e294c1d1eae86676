/**
 * Messages: what they may contain, how they are shown, and the log that numbers and keeps them. {@link
 * io.confab.domain.message.MessageLog} is the heart: its insert is the commit point of every send.
 */
package io.confab.domain.message;
