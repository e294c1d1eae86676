/**
 * All indexes of all collections, the commands that check and make them, and the gate that is closed until they are there. Called
 * by a laptop's start, by tests, by the tools of a deployment and by the steps of every call that stores something; the only package
 * that names every repository.
 */
package io.confab.domain.schema;
