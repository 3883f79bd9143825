/** Read models in Redis. */
package dev.parley.cache.model.store;
