/** Feeds: pages that are dear to load, each loaded by one caller for all. */
package dev.parley.cache.feed;
