/** What an operator can set, and its defaults. Known by all, knows nothing. */
package io.confab.domain.config;
