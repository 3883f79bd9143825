/** What is given to clients once and kept as a hash only. */
package dev.parley.cache.secret;
