package io.confab.domain.user;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.JsonPage;
import io.confab.domain.storage.Cursor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * searchUsers and getUserList: finds people by what is known of them, or shows everybody where the operator allows it
 * (contract section 4). Reads only; both lists are in the order of the ids.
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
    public JsonPage search(String keyword, int limit, Optional<String> cursor) {
        return page("searchUsers," + keyword, limit, cursor, after -> users.findNamed(keyword, after, limit + 1));
    }

    /**
     * Everybody.
     *
     * @throws Refusal {@code no-permission} unless the directory is open
     */
    public JsonPage directory(int limit, Optional<String> cursor) {
        if (!directoryIsOpen) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "the operator has not opened the directory of users");
        }
        return page("getUserList", limit, cursor, after -> users.findPage(after, limit + 1));
    }

    private static JsonPage page(
            String list, int limit, Optional<String> cursor, Function<Optional<String>, List<User>> oneMore) {
        Optional<String> after = cursor.map(text -> Cursor.decode(list, text, Cursor::text));
        List<User> found = oneMore.apply(after);
        List<User> page = found.size() > limit ? found.subList(0, limit) : found;
        return new JsonPage(
                page.stream().map(user -> Profile.of(user).toJson()).toList(),
                found.size() > limit ? Optional.of(Cursor.encode(list, page.get(limit - 1).id)) : Optional.empty());
    }
}
