/** What is done to every text alike: names are cleaned, ends are cut between characters, searches compare folded. */
package io.confab.domain.text;
