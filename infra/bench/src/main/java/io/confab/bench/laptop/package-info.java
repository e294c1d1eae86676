/** {@code laptop}: how the embedded database carries a week's use: what calls, space, starts and memory cost when it is full. */
package io.confab.bench.laptop;
