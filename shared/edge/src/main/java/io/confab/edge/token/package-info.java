/** Tokens: verified, issued, renewed. */
package io.confab.edge.token;
