/** cache-service: fast state that others share. */
package dev.parley.cache;
