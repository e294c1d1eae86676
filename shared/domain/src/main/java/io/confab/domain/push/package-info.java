/**
 * What is pushed, to which devices, and the interface through which the domain sends it. Called by the other packages of the
 * domain; shared/wire writes the JSON of a push, and shared/push sends it.
 */
package io.confab.domain.push;
