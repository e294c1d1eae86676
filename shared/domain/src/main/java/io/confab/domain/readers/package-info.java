/** Who has read a message, as read marks and stays say. Called by getMsgReaders alone. */
package io.confab.domain.readers;
