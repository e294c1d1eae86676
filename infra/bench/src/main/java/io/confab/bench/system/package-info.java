/** What is measured: a server and a database that run already, or that the bench starts and stops itself. */
package io.confab.bench.system;
