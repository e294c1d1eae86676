/** Who may talk to a laptop's server: programs and pages of this machine, and whom the developer names (contract section 10). */
package io.confab.local.door;
