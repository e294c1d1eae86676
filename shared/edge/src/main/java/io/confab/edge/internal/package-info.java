/** Methods that only functions and triggers may call, and how a function invokes another. */
package io.confab.edge.internal;
