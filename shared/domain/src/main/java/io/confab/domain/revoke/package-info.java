/** revokeMsg. */
package io.confab.domain.revoke;
