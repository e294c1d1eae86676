package io.confab.functions;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.identity.ExternalAccounts;
import io.confab.domain.json.Params;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.Nickname;
import io.confab.domain.user.UserChanges;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.AccountJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Takes over what a back end knows of a user (docs/api/accounts.md#updateuserinfobyexternal). */
@Singleton
public class UpdateUserInfoByExternalFunction {
    private static final int MAX_TEXT = 256;
    private static final int MAX_LIST = 100;

    private final UrlCalls calls;
    private final ExternalAccounts accounts;

    UpdateUserInfoByExternalFunction(UrlCalls calls, ExternalAccounts accounts) {
        this.calls = calls;
        this.accounts = accounts;
    }

    @Funq("updateUserInfoByExternal")
    public FunctionUrlReply updateUserInfoByExternal(FunctionUrlEvent event) {
        return calls.asSigned(event, "updateUserInfoByExternal", Method.OF_IDENTITY.storing(), (client, params) -> {
            Optional<String> uid = params.id("uid");
            Optional<String> externalUid = params.id("externalUid");
            if (uid.isEmpty() && externalUid.isEmpty()) {
                throw new Refusal(ErrorCode.PARAM_REQUIRED, "uid or externalUid: required");
            }
            boolean invalidateTokens = params.bool("invalidate_tokens").orElse(false);
            return Result.empty()
                    .with(AccountJson.UID, accounts.change(uid, externalUid, changes(params), invalidateTokens));
        });
    }

    private static UserChanges changes(Params params) {
        return new UserChanges(
                Nickname.decode(params),
                AvatarFile.decode(params, "avatar"),
                integer(params, "gender", 2),
                params.string("mobile", 0, MAX_TEXT),
                params.string("email", 0, MAX_TEXT),
                strings(params, "role"),
                integer(params, "status", 4),
                strings(params, "tags"),
                strings(params, "authorizedApp"),
                Optional.empty());
    }

    private static Optional<Integer> integer(Params params, String name, int max) {
        return params.integer(name, 0, max).stream()
                .mapToObj(value -> (int) value)
                .findFirst();
    }

    private static Optional<List<String>> strings(Params params, String name) {
        return params.has(name) ? Optional.of(params.strings(name, MAX_LIST)) : Optional.empty();
    }
}
