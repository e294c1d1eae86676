package io.confab.functions;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.session.DeviceAdmission;
import io.confab.edge.token.IssuedToken;
import io.confab.edge.token.TokenIssuer;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Gives the caller a new token; the old one stays good until its end (docs/rules.md#accounts). */
@Singleton
public class RefreshTokenFunction {
    private final UrlCalls calls;
    private final TokenIssuer issuer;
    private final DeviceAdmission devices;

    RefreshTokenFunction(UrlCalls calls, TokenIssuer issuer, DeviceAdmission devices) {
        this.calls = calls;
        this.issuer = issuer;
        this.devices = devices;
    }

    @Funq("refreshToken")
    public FunctionUrlReply refreshToken(FunctionUrlEvent event) {
        return calls.asAdmitted(event, Method.OF_IDENTITY, (bearer, caller, params) -> {
            if (!bearer.isRenewable()) {
                throw new Refusal(ErrorCode.NO_PERMISSION, "the token is renewed by its own issuer");
            }
            IssuedToken token = issuer.exchange(bearer, caller);
            devices.extend(bearer, caller, token.expiresAt());
            return Result.identity(bearer.uid(), token);
        });
    }
}
