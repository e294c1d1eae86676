/** Names, cuts, line breaks and folding of Unicode text. Used by all other packages; every cut of a text in this project is made here. */
package io.confab.domain.text;
