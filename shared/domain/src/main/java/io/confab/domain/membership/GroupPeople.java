package io.confab.domain.membership;

import io.confab.domain.user.Profile;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Public profiles of the members of a group; a user who no longer exists is shown by id. */
@Singleton
class GroupPeople {
    private final UserRepository users;

    GroupPeople(UserRepository users) {
        this.users = users;
    }

    /** Profiles of all of these users, by uid. */
    Map<String, Profile> profiles(Collection<String> uids) {
        Set<String> distinct = Set.copyOf(uids);
        Map<String, Profile> profiles = new HashMap<>();
        users.findAll(distinct).forEach(user -> profiles.put(user.id, Profile.of(user)));
        distinct.forEach(uid -> profiles.computeIfAbsent(uid, Profile::unknown));
        return profiles;
    }
}
