/** What an operator can set, and its defaults. */
package io.confab.domain.config;
