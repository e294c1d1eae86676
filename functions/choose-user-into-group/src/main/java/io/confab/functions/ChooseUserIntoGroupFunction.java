package io.confab.functions;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.GroupSettings;
import io.confab.domain.group.JoinOptions;
import io.confab.domain.json.Params;
import io.confab.domain.membership.GroupInvitations;
import io.confab.domain.membership.GroupRequest;
import io.confab.domain.user.AvatarFile;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.GroupJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Makes a group, or brings people into one (docs/api/groups.md#chooseuserintogroup). */
@Singleton
public class ChooseUserIntoGroupFunction {
    private final UrlCalls calls;
    private final GroupInvitations invitations;

    ChooseUserIntoGroupFunction(UrlCalls calls, GroupInvitations invitations) {
        this.calls = calls;
        this.invitations = invitations;
    }

    @Funq("chooseUserIntoGroup")
    public FunctionUrlReply chooseUserIntoGroup(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            GroupInvitations.Outcome outcome = invitations.invite(caller, decode(params));
            return Result.data(GroupJson.invited(outcome));
        });
    }

    private static GroupRequest decode(Params params) {
        if (!params.json().path("user_ids").isArray()) {
            throw new Refusal(ErrorCode.USER_IDS_NOT_AN_ARRAY, "user_ids: must be an array");
        }
        if (params.json().get("user_ids").size() > GroupRequest.MAX_USER_IDS) {
            throw new Refusal(ErrorCode.INVALID_USER_IDS, "user_ids: at most " + GroupRequest.MAX_USER_IDS);
        }
        Optional<Params> info = params.object("groupInfo");
        return new GroupRequest(
                params.id("group_id"),
                params.strings("user_ids", GroupRequest.MAX_USER_IDS),
                info.flatMap(given -> given.name("name", GroupSettings.MAX_NAME))
                        .filter(name -> !name.isEmpty()),
                info.flatMap(given -> given.string("introduction", 0, GroupSettings.MAX_INTRODUCTION)),
                info.flatMap(given -> given.object("avatar_file")).map(AvatarFile::decode),
                info.flatMap(JoinOptions::decode),
                params.uniqueId());
    }
}
