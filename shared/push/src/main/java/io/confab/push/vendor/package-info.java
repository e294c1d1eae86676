/** The vendors, as every function knows them: whom each reaches. What pushes through them is in shared/vendors. */
package io.confab.push.vendor;
