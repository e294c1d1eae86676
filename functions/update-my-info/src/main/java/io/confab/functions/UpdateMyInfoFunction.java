package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.Nickname;
import io.confab.domain.user.OwnProfile;
import io.confab.domain.user.User;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;

/** Changes the caller's own profile (docs/api/people.md#updatemyinfo). */
@Singleton
public class UpdateMyInfoFunction {
    private final UrlCalls calls;
    private final OwnProfile profile;

    UpdateMyInfoFunction(UrlCalls calls, OwnProfile profile) {
        this.calls = calls;
        this.profile = profile;
    }

    @Funq("updateMyInfo")
    public FunctionUrlReply updateMyInfo(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            profile.update(caller, decode(params));
            return Result.empty();
        });
    }

    private static OwnProfile.Changes decode(Params params) {
        OwnProfile.Changes changes = new OwnProfile.Changes(
                Nickname.decode(params),
                params.object("avatar_file").map(AvatarFile::decode),
                params.integer("gender", 0, 2).stream()
                        .mapToObj(gender -> (int) gender)
                        .findFirst(),
                params.oneOf("presence", List.of(User.VISIBLE, User.HIDDEN)));
        if (changes.isEmpty()) {
            throw Refusal.badParam("nickname", "or avatar_file, gender or presence must be given");
        }
        return changes;
    }
}
