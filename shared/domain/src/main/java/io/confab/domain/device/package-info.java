/** Devices: who is reachable where, until when. */
package io.confab.domain.device;
