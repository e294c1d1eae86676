/**
 * The JSON that clients and devices receive: replies and pushes. It writes what the domain returns, and is the only module that
 * knows the names of fields in replies; shared/push, shared/edge and the functions may call it.
 */
package io.confab.wire;
