package io.confab.domain.identity;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as ECMAScript writes them ({@code Number::toString}, radix 10). */
final class EcmaScriptNumber {
    /** Above this power of ten, and below 10⁻⁶, an exponent is written. */
    private static final int MAX_PLAIN = 21;

    private static final int MIN_PLAIN = -6;
    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

    private EcmaScriptNumber() {}

    /** @param number neither infinite nor NaN */
    static String text(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(number));
        String digits = shortest.unscaledValue().toString();
        // number = 0.digits × 10^point
        int point = digits.length() - shortest.scale();
        return (number < 0 ? "-" : "") + text(digits, point);
    }

    private static String text(String digits, int point) {
        if (point > MAX_PLAIN || point <= MIN_PLAIN) {
            int exponent = point - 1;
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (digits.length() <= point) {
            return digits + "0".repeat(point - digits.length());
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }

    /** The fewest digits that mean this number; Java's own writer may give more, and always gives two. */
    private static BigDecimal shortest(double number) {
        BigDecimal written = new BigDecimal(NumberOutput.toString(number, true)).stripTrailingZeros();
        BigDecimal oneDigit = written.round(ONE_DIGIT);
        return oneDigit.doubleValue() == number ? oneDigit.stripTrailingZeros() : written;
    }
}
