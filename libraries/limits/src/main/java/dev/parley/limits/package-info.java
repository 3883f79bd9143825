/** How often somebody may do something: over all replicas in Redis, or in the memory of one. */
package dev.parley.limits;
