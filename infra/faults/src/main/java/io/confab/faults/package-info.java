/**
 * Runs every function in a JVM that is to be killed, or to race with others: calls come as JSON; pushes and asynchronous
 * invocations are kept in files, which are still available after the process has ended.
 */
package io.confab.faults;
