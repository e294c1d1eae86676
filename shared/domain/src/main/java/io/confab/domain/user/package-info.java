/** Users: their stored record, what others see of them, and the standing that lets them call. */
package io.confab.domain.user;
