/** The packaged application, driven from outside over HTTP and WebSocket as clients, back ends and operators would. */
package io.confab.local.system;
