package io.confab.domain.identity;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.ids.Hashes;
import io.confab.domain.text.Names;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.Nickname;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Accounts of people whom an OpenID Connect issuer signs in (docs/rules.md#accounts,
 * docs/decisions/0050-an-issuers-subject-becomes-a-user.md). If the operator wants it, the first valid token of an unknown
 * subject stores the user, by one insert under an id derived from the subject: whether the process dies, the call is repeated,
 * or many calls come at once, there is one user or none yet. Nothing is updated from later tokens, because users change their
 * profile here.
 */
@Singleton
public class IssuerAccounts {
    /** The {@code provider} of identities from an issuer. */
    public static final String PROVIDER = "oidc";

    private static final List<String> PROVIDERS = List.of(PROVIDER, ExternalAccounts.PROVIDER);
    private static final int MAX_SUBJECT = 255;
    private static final int ID_LENGTH = 24;

    private final UserRepository users;
    private final Clock clock;
    private final boolean provision;

    protected IssuerAccounts(UserRepository users, ConfabConfig config, Clock clock) {
        this.users = users;
        this.clock = clock;
        this.provision = config.oidc().provision();
    }

    /**
     * Who a verified token says its bearer is.
     *
     * @param id the value of the claim that names the user
     * @param names what they may be called, the best first
     */
    public record Subject(String id, List<String> names, Optional<String> picture) {}

    /**
     * The uid of the subject: the user with this {@code _id}, else the one whom the issuer, or else a back end, knows by it,
     * else a new one. If there is no user and none may be stored, it is the subject itself, which no user has.
     */
    public String uid(Subject subject) {
        return users.findOne(subject.id())
                .or(() -> users.findByIdentity(PROVIDERS, subject.id()))
                .map(user -> user.id)
                .orElseGet(() -> provision && canBeStored(subject.id()) ? stored(subject) : subject.id());
    }

    private String stored(Subject subject) {
        User user = new User();
        user.id = Hashes.sha256(PROVIDER + "#" + subject.id()).substring(0, ID_LENGTH);
        user.identities = List.of(new User.Identity(PROVIDER, subject.id()));
        user.nickname = subject.names().stream()
                .map(name -> Names.shown(name, Nickname.MAX_LENGTH))
                .filter(Nickname::isValid)
                .findFirst()
                .orElse(null);
        user.avatarFile = subject.picture()
                .map(url -> new AvatarFile(null, null, url))
                .flatMap(AvatarFile::shown)
                .orElse(null);
        user.status = User.NORMAL;
        user.registerDate = clock.millis();
        // If it is there already, another call was first with the same subject.
        users.insertOnce(user);
        return user.id;
    }

    /** Within OpenID Connect's limit of length, and of characters that every store keeps as they are. */
    private static boolean canBeStored(String subject) {
        return subject.length() <= MAX_SUBJECT
                && subject.codePoints()
                        .noneMatch(character -> Character.isISOControl(character)
                                || Character.getType(character) == Character.SURROGATE);
    }
}
