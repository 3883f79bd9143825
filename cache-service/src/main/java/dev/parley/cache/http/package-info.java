/** What the HTTP doors of all parts have in common. */
package dev.parley.cache.http;
