package io.confab.faults;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.schema.SchemaGate;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.util.List;

/**
 * Calls functions in this JVM: those that the {@link CallServer} receives; or, if there is an argument, an array of {@link
 * Doomed} calls as JSON, these calls, and halts the process in the middle of them.
 */
@QuarkusMain
public class Main implements QuarkusApplication {
    private final ObjectMapper json;
    private final Functions functions;
    private final Death death;
    private final SchemaGate gate;

    Main(ObjectMapper json, Functions functions, Death death, SchemaGate gate) {
        this.json = json;
        this.functions = functions;
        this.death = death;
        this.gate = gate;
    }

    @Override
    public int run(String... arguments) throws IOException, InterruptedException {
        // Its one command in a process is no part of the calls.
        gate.require();
        if (arguments.length == 0) {
            new CallServer(json, functions).run();
        }
        List<Doomed> calls = json.readValue(arguments[0], new TypeReference<>() {});
        if (calls.stream().allMatch(doomed -> doomed.at() == Doomed.NEVER)) {
            calls.forEach(doomed -> functions.call(doomed.call()));
        } else {
            death.meet(functions, calls);
        }
        return 0;
    }
}
