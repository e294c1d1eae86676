/** Accounts: what back ends sign, register and log in; signing out. Tokens themselves are the edge's. */
package io.confab.domain.identity;
