/** Whom a user does not want to hear from. */
package io.confab.domain.block;
