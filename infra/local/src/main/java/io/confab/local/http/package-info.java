/**
 * HTTP of the laptop: every function at its method's path, as if by its function URL; health, CORS, what a developer looks at.
 */
package io.confab.local.http;
