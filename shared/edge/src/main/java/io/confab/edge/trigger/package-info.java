/** Change events of the database, in the forms of Atlas and Amazon DocumentDB (docs/triggers.md). */
package io.confab.edge.trigger;
