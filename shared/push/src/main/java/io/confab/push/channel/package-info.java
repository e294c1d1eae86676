/** The online channel, and what all channels have in common. Those of vendors are in shared/vendors. */
package io.confab.push.channel;
