/** Taking a message back: right, mark, preview, push. Called by revokeMsg alone. */
package io.confab.domain.revoke;
