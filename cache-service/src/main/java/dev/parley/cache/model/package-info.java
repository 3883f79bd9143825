/**
 * Read models: what users and conversations look like, kept up to date by the events, so that
 * questions are answered without message-service.
 */
package dev.parley.cache.model;
