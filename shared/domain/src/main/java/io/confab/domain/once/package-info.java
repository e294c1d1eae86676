/** Work that is done once over all processes: hops of a fan-out, pushes with a request id. Called by the push room. */
package io.confab.domain.once;
