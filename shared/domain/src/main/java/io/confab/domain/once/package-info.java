/** Work that must be done once over all processes: hops of a fan-out, pushes with a request id. Called by the push module. */
package io.confab.domain.once;
