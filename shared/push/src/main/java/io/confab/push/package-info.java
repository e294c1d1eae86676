/**
 * Who is reached how: devices resolved, pushes sent over the online and the vendors' channels, groups served page by page.
 * The only room with threads of its own, because posts of a batch go out side by side.
 */
package io.confab.push;
