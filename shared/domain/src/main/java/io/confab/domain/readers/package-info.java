/** getMsgReaders: who has read a message, as the read marks say. */
package io.confab.domain.readers;
