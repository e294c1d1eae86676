package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Unless an operator opens it, the directory is closed. */
@QuarkusTest
class GetUserListClosedTest extends FunctionTestBase {
    @Test
    void getUserList_closed_is403ForEverybody() {
        users.add("root", Map.of("role", List.of("uni-im-admin")));

        assertThat(call(event("first")).outcome()).isEqualTo("403 no-permission");
        assertThat(call("getUserList", "root", Map.of()).outcome()).isEqualTo("403 no-permission");
    }
}
