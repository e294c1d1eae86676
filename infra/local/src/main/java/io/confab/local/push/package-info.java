/** Stands for the push vendors: keeps what they would have been sent. */
package io.confab.local.push;
