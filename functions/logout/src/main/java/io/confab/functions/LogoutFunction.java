package io.confab.functions;

import io.confab.domain.session.SignOut;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Signs the calling device out, or all of the user's (docs/api/accounts.md#logout). */
@Singleton
public class LogoutFunction {
    private final UrlCalls calls;
    private final SignOut signOut;

    LogoutFunction(UrlCalls calls, SignOut signOut) {
        this.calls = calls;
        this.signOut = signOut;
    }

    @Funq("logout")
    public FunctionUrlReply logout(FunctionUrlEvent event) {
        return calls.asAdmitted(event, Method.OF_IDENTITY.storing(), (bearer, caller, params) -> {
            boolean everywhere = params.bool("all").orElse(false);
            signOut.signOut(bearer, caller, everywhere);
            return Result.signedOut();
        });
    }
}
