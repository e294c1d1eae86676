package io.confab.edge.secret;

import io.confab.domain.secret.SecretSource;
import io.confab.domain.secret.Secrets;
import io.confab.domain.storage.DatabaseAddress;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/**
 * AWS Secrets Manager, asked for all secrets of this process by one call. Secrets that the answer leaves out are those that the
 * function's role may not read, or that do not exist.
 */
@Singleton
class SecretsManager implements SecretSource {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Map<Purpose, String> arns = new EnumMap<>(Purpose.class);
    private SecretsManagerClient client;

    SecretsManager(SecretNames names) {
        names.database().ifPresent(arn -> arns.put(Purpose.DATABASE, arn));
        names.token().ifPresent(arn -> arns.put(Purpose.TOKEN, arn));
        names.request().ifPresent(arn -> arns.put(Purpose.REQUEST, arn));
        names.push().ifPresent(arn -> arns.put(Purpose.PUSH, arn));
    }

    @Override
    public Optional<Map<String, String>> read() {
        if (arns.isEmpty()) {
            return Optional.empty();
        }
        List<SecretValueEntry> entries = entries();
        Map<String, String> settings = new HashMap<>();
        arns.forEach((purpose, arn) -> settings.putAll(purpose.settings(text(entries, purpose, arn))));
        Optional.ofNullable(settings.get(Secrets.DATABASE)).ifPresent(SecretsManager::check);
        return Optional.of(Map.copyOf(settings));
    }

    private static void check(String address) {
        try {
            DatabaseAddress.parse("The \"uri\" of " + Purpose.DATABASE.title(), address);
        } catch (DatabaseAddress.Wrong e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String text(List<SecretValueEntry> entries, Purpose purpose, String arn) {
        return entries.stream()
                .filter(entry -> arn.equals(entry.arn()) && entry.secretString() != null)
                .findFirst()
                .map(SecretValueEntry::secretString)
                .orElseThrow(() -> new IllegalStateException(Purpose.sentence(purpose.title())
                        + " does not exist or may not be read: correct the ARN, or the policy of its key."));
    }

    private List<SecretValueEntry> entries() {
        try {
            return client().batchGetSecretValue(request -> request.secretIdList(arns.values()))
                    .secretValues();
        } catch (SdkException e) {
            throw new IllegalStateException(
                    "Secrets Manager could not be asked for "
                            + arns.keySet().iterator().next().title()
                            + " (" + e.getClass().getSimpleName()
                            + "): functions in a VPC (parameter SubnetIds) need a way to it, by NAT or an endpoint.",
                    e);
        }
    }

    private synchronized SecretsManagerClient client() {
        if (client == null) {
            client = SecretsManagerClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .overrideConfiguration(
                            override -> override.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(PATIENCE))
                    .build();
        }
        return client;
    }
}
