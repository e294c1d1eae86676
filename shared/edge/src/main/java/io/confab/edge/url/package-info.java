/** Methods that clients call by HTTPS: decoding, the way through, the reply. */
package io.confab.edge.url;
