/**
 * The HTTP server of the laptop: every function under its method's path, as with a function URL; health, CORS, the developer's
 * pages.
 */
package io.confab.local.http;
