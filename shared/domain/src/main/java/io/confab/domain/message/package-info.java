/**
 * Messages: what they may contain, how they are shown, and the log that numbers and stores them. {@link
 * io.confab.domain.message.MessageLog} is the most important class: its insert is the commit point of every send.
 */
package io.confab.domain.message;
