/** Uploads on a laptop: files that are stored through signed URLs, which expire (docs/rules.md#laptop). */
package io.confab.local.upload;
