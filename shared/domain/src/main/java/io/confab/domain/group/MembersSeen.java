package io.confab.domain.group;

/**
 * Who is in a group, as a send has read it: until the version changes, the members and their order are the same.
 *
 * @param version grows with every stored change of the group
 * @param time when it was read (milliseconds)
 */
public record MembersSeen(long version, long time) {}
