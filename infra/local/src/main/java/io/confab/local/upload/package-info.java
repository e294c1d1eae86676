/** Uploads on a laptop: kept as files, under signed URLs that expire (docs/rules.md#laptop). */
package io.confab.local.upload;
