/**
 * The JSON that clients and devices receive: replies and pushes. It writes what the domain returns, and is the only room that
 * knows the names of fields in replies; the push and edge rooms and the functions may call it.
 */
package io.confab.wire;
