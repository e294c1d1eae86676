/**
 * The services of groups: creating, joining, leaving, roles, settings, lists, and carrying out what was decided. Called by
 * the functions of groups; what is stored is in the package {@code group}.
 */
package io.confab.domain.membership;
