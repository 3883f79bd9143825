/** Counters of posts: likes, views, comments. */
package dev.parley.cache.counter;
