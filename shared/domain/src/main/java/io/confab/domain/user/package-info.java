/** Users: their stored record, what others see of them, and whether they may call. Called by every method. */
package io.confab.domain.user;
