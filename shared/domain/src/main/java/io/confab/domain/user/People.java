package io.confab.domain.user;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * searchUsers, getUserList and getUsersInfo: finds users by a keyword, lists all users if the operator allows it, or shows the
 * named ones (docs/api/people.md#searchusers, docs/api/people.md#getuserlist). Reads only; the first two lists are in the order
 * of the ids.
 */
@Singleton
public class People {
    private final UserRepository users;
    private final boolean directoryIsOpen;

    People(UserRepository users, ConfabConfig config) {
        this.users = users;
        this.directoryIsOpen = config.userDirectory();
    }

    /** People whose id, username, nickname, e-mail or mobile is the keyword. */
    public Page<Profile> search(String keyword, int limit, Optional<String> cursor) {
        return page("searchUsers," + keyword, limit, cursor, after -> users.findNamed(keyword, after, limit + 1));
    }

    /**
     * Those of these users who exist, in this order, each once.
     *
     * @param cursor from an earlier call with the same ids, whose reply could not hold all
     */
    public Page<Profile> ofIds(List<String> uids, Optional<String> cursor) {
        List<String> distinct = uids.stream().distinct().toList();
        String list = "getUsersInfo," + distinct;
        long from =
                cursor.map(text -> Cursor.decode(list, text, Cursor::number)).orElse(0L);
        List<String> wanted = distinct.stream().skip(from).toList();
        Map<String, Profile> found = users.findProfiles(wanted);
        return Page.of(wanted, Optional.empty(), (String last) -> Cursor.encode(list, distinct.indexOf(last) + 1))
                .mapOptional(uid -> Optional.ofNullable(found.get(uid)));
    }

    /**
     * Everybody.
     *
     * @throws Refusal {@code no-permission} unless the directory is open
     */
    public Page<Profile> directory(int limit, Optional<String> cursor) {
        if (!directoryIsOpen) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "the operator has not opened the directory of users");
        }
        return page("getUserList", limit, cursor, after -> users.findPage(after, limit + 1));
    }

    private static Page<Profile> page(
            String list, int limit, Optional<String> cursor, Function<Optional<String>, List<User>> oneMore) {
        Optional<String> after = cursor.map(text -> Cursor.decode(list, text, Cursor::text));
        return Page.of(oneMore.apply(after), limit, last -> Cursor.encode(list, last.id))
                .map(Profile::of);
    }
}
