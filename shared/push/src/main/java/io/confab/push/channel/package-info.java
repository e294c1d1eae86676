/** The channels over which pushes are sent, one class each. */
package io.confab.push.channel;
