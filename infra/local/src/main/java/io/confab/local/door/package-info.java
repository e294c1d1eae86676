/**
 * Decides who may call a laptop's server: programs and pages of this machine, and callers that the developer lists
 * (docs/rules.md#laptop).
 */
package io.confab.local.door;
