package io.confab.vendors.webpush;

import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.secret.Secrets;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.net.URI;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Names and proves to push services who sends a push (RFC 8292). The keys are read at the first use, and when they change. */
@Singleton
class Vapid {
    private static final int HOURS_VALID = 12;

    private final ConfabConfig.Vapid settings;
    private final Secrets secrets;
    private Object state;
    private VAPIDKeyPair keys;

    Vapid(ConfabConfig config, Secrets secrets) {
        this.settings = config.vapid();
        this.secrets = secrets;
    }

    /** The value of the header {@code Authorization} for a push service. */
    String authorization(URI endpoint) {
        return keys().generateAuthorizationHeaderValue(VAPIDJWTParam.getBuilder()
                .resourceURLString(endpoint.toString())
                .expiresAfter(HOURS_VALID, TimeUnit.HOURS)
                .subject(required(settings.subject(), "CONFAB_VAPID_SUBJECT"))
                .build());
    }

    private synchronized VAPIDKeyPair keys() {
        if (keys == null || state != secrets.state()) {
            state = secrets.state();
            Base64.Decoder base64 = Base64.getUrlDecoder();
            byte[] publicKey = base64.decode(required(settings.publicKey(), "CONFAB_VAPID_PUBLIC_KEY"));
            byte[] privateKey = base64.decode(required(secrets.get(Secrets.VAPID), Secrets.VAPID));
            keys = VAPIDKeyPairs.of(
                    PrivateKeySources.ofECPrivateKey(privateKey(privateKey)),
                    PublicKeySources.ofUncompressedBytes(publicKey));
        }
        return keys;
    }

    private static ECPrivateKey privateKey(byte[] number) {
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            return (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(
                            new BigInteger(1, number), curve.getParameterSpec(ECParameterSpec.class)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("CONFAB_VAPID_PRIVATE_KEY is no private key of P-256", e);
        }
    }

    private static String required(Optional<String> value, String name) {
        return value.orElseThrow(() -> new IllegalStateException(name + " is not set"));
    }
}
