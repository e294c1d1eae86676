/** Uploads on a laptop: kept as files, under signed URLs that expire (contract section 8). */
package io.confab.local.upload;
