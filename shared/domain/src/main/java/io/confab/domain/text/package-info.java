/** Names, cuts, line breaks and folding of Unicode text. Known by all; every cut of a text in this project is made here. */
package io.confab.domain.text;
