package io.confab.local.system;

/** Tests that use a running server. */
interface UsesConfab {
    Confab confab();
}
