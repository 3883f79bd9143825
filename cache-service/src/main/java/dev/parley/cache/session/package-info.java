/** Sessions of users: who is signed in where, and the end of it. */
package dev.parley.cache.session;
