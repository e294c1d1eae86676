/** The WebSocket API's routes. */
package io.confab.edge.socket;
