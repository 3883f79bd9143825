/** Answers from read models: conversation lists, what is unread, what was missed. */
package dev.parley.cache.read;
