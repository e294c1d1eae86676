/** A client of the methods: calls over HTTP, pushes over the online channel, users and groups created for a run. */
package io.confab.bench.client;
