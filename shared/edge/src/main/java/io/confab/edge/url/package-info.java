/** Methods that clients call by HTTPS: decoding the call, its steps, the reply. */
package io.confab.edge.url;
