package io.confab.vendors.unipush;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** The cloud function of {@code infra/unipush}. */
@Path("")
@RegisterRestClient(configKey = "unipush", baseUri = "http://unipush.invalid")
public interface UniPushFunction {
    /**
     * Sends one push.
     *
     * @param body {@code {appId,push}}, signed as docs/api/README.md#signed-requests says
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    Uni<RestResponse<String>> send(
            @HeaderParam("uni-id-nonce") String nonce,
            @HeaderParam("uni-id-timestamp") String timestamp,
            @HeaderParam("uni-id-signature") String signature,
            String body);
}
