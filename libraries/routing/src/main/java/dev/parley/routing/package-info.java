/** Which node holds whom, and how to reach it: nodes, leases, routes and inboxes. */
package dev.parley.routing;
