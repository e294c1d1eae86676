package io.confab.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.testing.HaltAtCommand;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;

/**
 * Calls functions in this JVM: those of its arguments (each a {@link Call} as JSON) one after the other, counting database
 * commands for {@link HaltAtCommand}; or, without arguments, those that come by the {@link CallServer}.
 */
@QuarkusMain
public class Main implements QuarkusApplication {
    private final ObjectMapper json;
    private final Functions functions;
    private final HaltAtCommand halt;

    Main(ObjectMapper json, Functions functions, HaltAtCommand halt) {
        this.json = json;
        this.functions = functions;
        this.halt = halt;
    }

    @Override
    public int run(String... arguments) throws IOException {
        if (arguments.length == 0) {
            new CallServer(json, functions).run();
        }
        halt.arm();
        for (String argument : arguments) {
            System.out.println(json.writeValueAsString(functions.call(json.readValue(argument, Call.class))));
        }
        return 0;
    }
}
