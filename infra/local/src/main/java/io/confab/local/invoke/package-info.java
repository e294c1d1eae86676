/** The functions of this process: found through Funqy, called with an event, at once or asynchronously as on Lambda. */
package io.confab.local.invoke;
