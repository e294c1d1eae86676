/** Whether this system can be used; for the method that says so to anybody. */
package io.confab.domain.health;
