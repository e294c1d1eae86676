/**
 * The bench: black-box measurements of a running system. It knows the contract and the database's own counters, and
 * shares no code with what it measures.
 */
package io.confab.bench;
