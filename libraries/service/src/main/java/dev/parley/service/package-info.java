/** What all services have in common that answer callers and tell clients. */
package dev.parley.service;
