/** Takes the place of the push vendors: records the pushes that they would have received. */
package io.confab.local.push;
