/** Who has read a message, computed from read marks and stays. Called by getMsgReaders only. */
package io.confab.domain.readers;
