/** Processes that Lambda starts from the memory of another one. */
package io.confab.edge.snapshot;
