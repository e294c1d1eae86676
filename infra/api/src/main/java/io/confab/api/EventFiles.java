package io.confab.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.api.MethodReference.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** The plain {@code events/*.json} of a function: events of its URL with alice's token, an expired token or none. */
final class EventFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A token of alice, valid until the year 2100, signed with the secret of the tests. */
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
            + ".eyJ1aWQiOiJhbGljZSIsInJvbGUiOltdLCJwZXJtaXNzaW9uIjpbXSwidW5pSWRWZXJzaW9uIjoiMy4zLjMzIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjQxMDI0NDQ4MDB9"
            + ".ENb01qDIOfOtzN5_OoM-9F9wBFdZWHJLN1DvZYRwquk";
    /** A token of alice that expired on the first of January 2025. */
    private static final String EXPIRED_TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
            + ".eyJ1aWQiOiJhbGljZSIsInJvbGUiOltdLCJwZXJtaXNzaW9uIjpbXSwidW5pSWRWZXJzaW9uIjoiMy4zLjMzIiwiaWF0IjoxNzM1Njg5NjAwLCJleHAiOjE3MzU2OTY4MDB9"
            + ".1jkyqG5OxP2LMahSDrVKQz7N554fdnAOta-drBX-guw";

    private static final String EVENT =
            """
            {
              "version": "2.0",
              "routeKey": "$default",
              "rawPath": "/%1$s",
              "rawQueryString": "",
              "headers": {
                "content-type": "application/json",
                "host": "abcdefghij.lambda-url.eu-central-1.on.aws",
                "x-forwarded-proto": "https",
            %2$s    "x-client-app-id": "__UNI__CONFAB",
                "x-client-device-id": "alice-web",
                "x-client-platform": "%4$s"
              },
              "requestContext": {
                "accountId": "anonymous",
                "apiId": "abcdefghij",
                "domainName": "abcdefghij.lambda-url.eu-central-1.on.aws",
                "http": {
                  "method": "POST",
                  "path": "/%1$s",
                  "protocol": "HTTP/1.1",
                  "sourceIp": "203.0.113.7",
                  "userAgent": "example"
                },
                "requestId": "6a1c8f3e-0000-4000-8000-000000000001",
                "routeKey": "$default",
                "stage": "$default",
                "timeEpoch": 1767225600000
              },
              "body": %3$s,
              "isBase64Encoded": false
            }
            """;

    private final Reference reference;

    EventFiles(Reference reference) {
        this.reference = reference;
    }

    /** The files by their paths below the project's folder. */
    Map<String, String> all() {
        Map<String, String> files = new LinkedHashMap<>();
        reference.methods().forEach(method -> method.events()
                .forEach((name, event) ->
                        files.put(FunctionModule.of(method).file("events/" + name + ".json"), file(method, event))));
        return files;
    }

    private static String file(MethodReference method, Event event) {
        String authorization =
                switch (event.token()) {
                    case GOOD -> authorization(TOKEN);
                    case EXPIRED -> authorization(EXPIRED_TOKEN);
                    case NONE -> "";
                };
        return EVENT.formatted(
                method.method(),
                authorization,
                json(JSON.getNodeFactory().textNode(json(event.params()))),
                event.platform());
    }

    private static String authorization(String token) {
        return "    \"authorization\": \"Bearer " + token + "\",\n";
    }

    private static String json(JsonNode value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
