package io.confab.functions;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.identity.ExternalAccounts;
import io.confab.edge.token.TokenIssuer;
import io.confab.edge.token.TokenIssuer.SignedIn;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Signs a user of a back end's own accounts in (docs/api/accounts.md#externallogin). */
@Singleton
public class ExternalLoginFunction {
    private final UrlCalls calls;
    private final ExternalAccounts accounts;
    private final TokenIssuer issuer;

    ExternalLoginFunction(UrlCalls calls, ExternalAccounts accounts, TokenIssuer issuer) {
        this.calls = calls;
        this.accounts = accounts;
        this.issuer = issuer;
    }

    @Funq("externalLogin")
    public FunctionUrlReply externalLogin(FunctionUrlEvent event) {
        return calls.asSigned(event, "externalLogin", Method.OF_IDENTITY.storing(), (client, params) -> {
            Optional<String> uid = params.id("uid");
            Optional<String> externalUid = params.id("externalUid");
            if (uid.isEmpty() && externalUid.isEmpty()) {
                throw new Refusal(ErrorCode.PARAM_REQUIRED, "uid or externalUid: required");
            }
            SignedIn signedIn = issuer.signIn(() -> accounts.login(uid, externalUid));
            return Result.identity(signedIn.user().id, signedIn.token());
        });
    }
}
