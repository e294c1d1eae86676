package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.jose4j.jwt.JwtClaims;

/** A running server and its users. Tests share the server; each uses its own users. */
final class Confab implements AutoCloseable {
    /** A user whose account was banned before the server started. */
    static final String BANNED = "banned-user";

    static final String CUSTOMER_SERVICE = "customer-service";

    /** A user with the role {@code uni-im-admin}. */
    static final String SUPERUSER = "super-user";

    private static final int CALLS_AT_ONCE = 8;
    private static final Map<String, String> SETTINGS = Map.of(
            "CONFAB_LOCAL_DUPLICATE_PERCENT", "10",
            "CONFAB_LOCAL_DUPLICATE_DELAY", "500ms",
            "CONFAB_LOCAL_RETRY_BACKOFF", "1s,2s",
            "CONFAB_PUSH_LEASE", "2s",
            "CONFAB_CUSTOMER_SERVICE_UIDS", CUSTOMER_SERVICE);

    private final PackagedServer server;
    private final PushService pushService;
    private final Client client;
    private final Collection<Device> devices = new ConcurrentLinkedQueue<>();
    private Crowd crowd;

    private Confab(PackagedServer server, PushService pushService) {
        this.server = server;
        this.pushService = pushService;
        this.client = new Client(server.url());
    }

    /** Starts a server on data that may be there already. */
    static Confab start(Path data, Map<String, String> database) {
        PushService pushService = PushService.start(data.resolveSibling("push-service"));
        PackagedServer server = PackagedServer.in(data, SETTINGS, DoorTests.SETTINGS, pushService.settings(), database);
        server.start();
        return new Confab(server, pushService);
    }

    PushService pushService() {
        return pushService;
    }

    PackagedServer server() {
        return server;
    }

    Client client() {
        return client;
    }

    Reply call(Account caller, String method, Map<String, ?> params) {
        return client.call(caller, method, params);
    }

    /** Sends a message of any kind that must be accepted; returns the reply's data. */
    JsonNode send(Account sender, Map<String, ?> params) {
        return call(sender, "sendMsg", params).data();
    }

    JsonNode sendText(Account sender, Account receiver, String text) {
        return send(sender, Map.of("to_uid", receiver.uid(), "type", "text", "body", text));
    }

    JsonNode sendTextToGroup(Account sender, String groupId, String text) {
        return send(sender, Map.of("group_id", groupId, "type", "text", "body", text));
    }

    /** Makes a group; returns its id. */
    String group(Account creator, Account... others) {
        List<String> uids = List.of(others).stream().map(Account::uid).toList();
        return call(creator, "chooseUserIntoGroup", Map.of("user_ids", uids))
                .data()
                .path("group_id")
                .asText();
    }

    Account register(String nickname) {
        return client.register(nickname);
    }

    /** One of the {@link KnownUsers}, with a token that no other test has, so that logging out affects no other test. */
    Account knownUser(String uid) {
        return new Account(uid, uid, null, Account.APP, "phone")
                .withToken(Tokens.of(uid).with(JwtClaims::setGeneratedJwtId));
    }

    /** The group of 1,200, made when it is first asked for. */
    synchronized Crowd crowd() {
        if (crowd == null) {
            crowd = Crowd.gather(this);
        }
        return crowd;
    }

    /** Connects a device until the end of the test. */
    Device connect(Account account) {
        Device device = Device.connect(client, account);
        devices.add(device);
        return device;
    }

    /** Whether none of a user's devices is connected. */
    boolean isOffline(Account account) {
        return StreamSupport.stream(
                        call(account, "getMyDevices", Map.of()).data().spliterator(), false)
                .noneMatch(device -> device.path("online").asBoolean());
    }

    void disconnectAll() {
        devices.forEach(Device::close);
        devices.clear();
    }

    /** Waits until every asynchronous invocation has ended, doubled ones included. */
    void awaitQuiet() {
        await().untilAsserted(() -> assertThat(developerList("invocations")).isEmpty());
    }

    /** What {@code /dev/<name>} shows. */
    JsonNode developerList(String name) {
        return client.verb("GET", "/dev/" + name).body();
    }

    /** Runs tasks side by side, a few at once; the results are in the tasks' order. */
    static <T> List<T> atOnce(List<Callable<T>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(CALLS_AT_ONCE);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    static String unique() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        disconnectAll();
        server.close();
        pushService.close();
    }
}
