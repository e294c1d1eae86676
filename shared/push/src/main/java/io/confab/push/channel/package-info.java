/** The channels that pushes travel by, one class each. */
package io.confab.push.channel;
