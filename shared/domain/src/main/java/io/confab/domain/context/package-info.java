/** What a send, a revoke or a read mark must know about its user, read in one command. */
package io.confab.domain.context;
