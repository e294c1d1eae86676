package io.confab.functions;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.identity.ExternalAccounts;
import io.confab.domain.identity.ExternalProfile;
import io.confab.domain.json.Params;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.Nickname;
import io.confab.edge.token.TokenIssuer;
import io.confab.edge.token.TokenIssuer.SignedIn;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Stores a user of a back end's own accounts and signs them in (docs/api/accounts.md#externalregister). */
@Singleton
public class ExternalRegisterFunction {
    private static final int MAX_EXTERNAL_UID = 128;

    private final UrlCalls calls;
    private final ExternalAccounts accounts;
    private final TokenIssuer issuer;

    ExternalRegisterFunction(UrlCalls calls, ExternalAccounts accounts, TokenIssuer issuer) {
        this.calls = calls;
        this.accounts = accounts;
        this.issuer = issuer;
    }

    @Funq("externalRegister")
    public FunctionUrlReply externalRegister(FunctionUrlEvent event) {
        return calls.asSigned(event, "externalRegister", Method.OF_IDENTITY.storing(), (client, params) -> {
            String externalUid = params.id("externalUid", Integer.MAX_VALUE)
                    .filter(uid -> uid.length() <= MAX_EXTERNAL_UID)
                    .orElseThrow(() -> new Refusal(
                            ErrorCode.PARAM_REQUIRED,
                            "externalUid: required, at most " + MAX_EXTERNAL_UID + " characters"));
            SignedIn signedIn = issuer.signIn(() -> accounts.register(externalUid, profile(client, params)));
            return Result.identity(signedIn.user().id, signedIn.token());
        });
    }

    private static ExternalProfile profile(ClientInfo client, Params params) {
        return new ExternalProfile(
                Nickname.decode(params).filter(nickname -> !nickname.isEmpty()),
                params.integer("gender", 0, 2).stream()
                        .mapToObj(gender -> (int) gender)
                        .findFirst(),
                AvatarFile.decode(params, "avatar"),
                client.appId());
    }
}
