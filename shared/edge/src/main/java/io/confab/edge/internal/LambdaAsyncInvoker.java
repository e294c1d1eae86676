package io.confab.edge.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.push.AsyncInvoker;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Invokes functions of this deployment through Lambda's own queue. The client is made at the first use: most functions
 * never need it.
 */
@Singleton
@DefaultBean
class LambdaAsyncInvoker implements AsyncInvoker {
    private final String functionPrefix;
    private LambdaClient client;

    /**
     * @param functionPrefix {@code CONFAB_FUNCTION_PREFIX}: the beginning of a function's name, before the method's name
     */
    LambdaAsyncInvoker(@ConfigProperty(name = "confab.function-prefix") Optional<String> functionPrefix) {
        this.functionPrefix = functionPrefix.orElse("");
    }

    @Override
    public void invoke(String method, ObjectNode payload) {
        client().invoke(request -> request.functionName(functionPrefix + method)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String(payload.toString())));
    }

    private synchronized LambdaClient client() {
        if (client == null) {
            client = LambdaClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .build();
        }
        return client;
    }
}
