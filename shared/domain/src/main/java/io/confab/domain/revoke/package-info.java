/** Taking a message back: the right to do so, the revoked state, the preview, the push. Called by revokeMsg alone. */
package io.confab.domain.revoke;
