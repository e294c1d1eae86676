/**
 * Who may talk to a laptop's server: programs and pages of this machine, and whom the developer names (docs/rules.md#laptop).
 */
package io.confab.local.door;
