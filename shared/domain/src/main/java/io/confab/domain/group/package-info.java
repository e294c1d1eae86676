/**
 * What is stored of groups: the group with its head and waiting changes, its members, requests to join. Called by {@code
 * membership}, by sends and by the fan-out.
 */
package io.confab.domain.group;
