/**
 * Every function in a JVM that is made to be killed, or to race with others: calls come as JSON, what leaves the process
 * (pushes, asynchronous invocations) is kept in files that outlive it.
 */
package io.confab.faults;
