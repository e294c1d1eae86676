/** The secrets of this process, which may change while it runs (docs/operations.md#secrets). */
package io.confab.domain.secret;
