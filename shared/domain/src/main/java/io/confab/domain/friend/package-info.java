/** Friends and invites. */
package io.confab.domain.friend;
