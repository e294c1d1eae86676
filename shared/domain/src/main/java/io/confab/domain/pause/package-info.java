/** How a thread waits before it tries again. Known by all, knows nothing. */
package io.confab.domain.pause;
