/** Starting and stopping: settings, the data folder, demo users, and plain words when something is in the way. */
package io.confab.local.start;
