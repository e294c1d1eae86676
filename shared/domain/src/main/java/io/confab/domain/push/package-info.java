/** What the domain says to the push room: who is to hear what. How it travels is not known here. */
package io.confab.domain.push;
