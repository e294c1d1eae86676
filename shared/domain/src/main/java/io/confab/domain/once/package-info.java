/** Work that must be done once over all processes: hops of a fan-out, pushes with a request id. Called by shared/push. */
package io.confab.domain.once;
