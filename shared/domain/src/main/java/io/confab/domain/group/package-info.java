/** Groups, who is in them, and how one becomes a member. */
package io.confab.domain.group;
