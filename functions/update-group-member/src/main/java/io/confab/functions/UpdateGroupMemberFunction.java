package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.group.GroupMember;
import io.confab.domain.json.Params;
import io.confab.domain.membership.GroupRoles;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes or unmakes an admin, mutes or unmutes a member (docs/api/groups.md#updategroupmember). */
@Singleton
public class UpdateGroupMemberFunction {
    private final UrlCalls calls;
    private final GroupRoles roles;

    UpdateGroupMemberFunction(UrlCalls calls, GroupRoles roles) {
        this.calls = calls;
        this.roles = roles;
    }

    @Funq("updateGroupMember")
    public FunctionUrlReply updateGroupMember(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            String groupId = params.requiredId("group_id");
            String uid = params.requiredId("user_id");
            roles.update(caller, groupId, uid, decode(params));
            return Result.empty();
        });
    }

    private static GroupRoles.MemberUpdate decode(Params params) {
        Optional<List<String>> role = params.has("role") ? Optional.of(role(params)) : Optional.empty();
        OptionalLong muteType = params.integer("mute_type", 0, 1);
        if (role.isEmpty() && muteType.isEmpty()) {
            throw Refusal.badParam("role", "role or mute_type is required");
        }
        return new GroupRoles.MemberUpdate(
                role, muteType.isPresent() ? Optional.of((int) muteType.getAsLong()) : Optional.empty());
    }

    private static List<String> role(Params params) {
        List<String> role = params.strings("role", 1);
        if (!role.isEmpty() && !role.equals(List.of(GroupMember.ADMIN))) {
            throw Refusal.badParam("role", "must be [\"admin\"] or []");
        }
        return role;
    }
}
