/**
 * How users are reached: finds their devices, sends pushes over the online and the vendors' channels, and serves groups page by
 * page. It has threads of its own, because the pushes of a batch are sent at the same time.
 */
package io.confab.push;
