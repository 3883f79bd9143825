/** Follows the events, and applies them to the read models. */
package dev.parley.cache.model.follower;
