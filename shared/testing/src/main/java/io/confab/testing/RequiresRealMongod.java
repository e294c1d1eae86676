package io.confab.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class where no real server can be had; in CI ({@code CI=true}) it runs, and fails for want of one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRealMongod.Condition.class)
public @interface RequiresRealMongod {
    /** Asks before anything of the class is started. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return RealMongod.isCi() || RealMongod.shared().isPresent()
                    ? ConditionEvaluationResult.enabled("a real MongoDB server")
                    : ConditionEvaluationResult.disabled("no real MongoDB server: " + RealMongod.unavailableBecause());
        }
    }
}
