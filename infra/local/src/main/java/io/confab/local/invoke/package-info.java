/**
 * The functions of this process: found through Funqy and called with an event, synchronously or asynchronously as on Lambda.
 */
package io.confab.local.invoke;
