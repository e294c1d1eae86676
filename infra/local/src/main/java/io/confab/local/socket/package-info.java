/** The online channel on a laptop: a WebSocket API whose three routes are the same functions as on API Gateway. */
package io.confab.local.socket;
