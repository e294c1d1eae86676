/** Who is online: what friends and members of small groups see of each other's devices. Called by getPresence. */
package io.confab.domain.presence;
