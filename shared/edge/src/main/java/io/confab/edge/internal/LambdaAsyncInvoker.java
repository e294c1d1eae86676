package io.confab.edge.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.push.AsyncInvoker;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
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
    private final String alias;
    private LambdaClient client;

    LambdaAsyncInvoker(ConfabConfig config) {
        this.functionPrefix = config.functionPrefix().orElse("");
        this.alias = config.functionAlias().map(name -> ":" + name).orElse("");
    }

    @Override
    public void invoke(String method, ObjectNode payload) {
        client().invoke(request -> request.functionName(functionPrefix + method + alias)
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
