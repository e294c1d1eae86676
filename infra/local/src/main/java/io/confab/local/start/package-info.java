/** Starting and stopping: settings, the data folder, demo users, and plain sentences if the server cannot start. */
package io.confab.local.start;
