/** How a thread waits before it tries again. Used by other packages, uses none. */
package io.confab.domain.pause;
