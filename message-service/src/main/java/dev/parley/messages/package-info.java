/** The message-service: owner and only writer of conversations, memberships and messages. */
package dev.parley.messages;
