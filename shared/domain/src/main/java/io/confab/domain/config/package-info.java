/** The settings: what an operator can set, its defaults, and which values are refused. Depends on no other package. */
package io.confab.domain.config;
