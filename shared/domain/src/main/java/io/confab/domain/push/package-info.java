/** What the domain hands to the push module: which content goes to which users. How it is sent is not known here. */
package io.confab.domain.push;
