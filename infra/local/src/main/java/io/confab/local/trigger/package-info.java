/** The laptop's source of change events: what Atlas and DocumentDB do in a deployment (docs/triggers.md). */
package io.confab.local.trigger;
