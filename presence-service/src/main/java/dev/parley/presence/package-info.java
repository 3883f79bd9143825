/** presence-service: who is here, for clients and for other services. */
package dev.parley.presence;
