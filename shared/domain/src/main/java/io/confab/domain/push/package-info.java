/**
 * What is pushed, to which devices, and the interface through which the domain sends it. The rooms of the domain call it; how a
 * push is written is known to the wire room, how it is sent to the push room.
 */
package io.confab.domain.push;
