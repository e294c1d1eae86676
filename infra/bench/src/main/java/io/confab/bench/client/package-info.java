/** A client of the contract: calls over HTTP, pushes over the online channel, users and groups made for a run. */
package io.confab.bench.client;
