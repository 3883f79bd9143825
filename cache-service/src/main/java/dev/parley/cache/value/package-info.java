/** The cache: values, numbers and sets of other services, by namespace and key. */
package dev.parley.cache.value;
