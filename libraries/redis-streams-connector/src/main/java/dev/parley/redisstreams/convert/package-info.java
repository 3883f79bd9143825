/**
 * Payloads as the application's methods take them. Entries hold bytes; {@link
 * dev.parley.redisstreams.convert.PayloadConverter} makes of them what a method's parameter says:
 *
 * <ul>
 *   <li>{@code byte[]}: as it is, without a conversion.
 *   <li>{@code String}: UTF-8; other bytes are refused.
 *   <li>{@code io.vertx.core.buffer.Buffer}.
 *   <li>{@code io.vertx.core.json.JsonObject}, {@code JsonArray}.
 *   <li>Any other class or parameterised type, from JSON: by the application's {@code
 *       io.smallrye.reactive.messaging.json.JsonMapping} where it has one (and the type is a
 *       class), otherwise by its Jackson {@code ObjectMapper}. A Quarkus application has the latter
 *       through this connector's own dependencies; {@code ObjectMapperCustomizer} beans apply.
 * </ul>
 *
 * <p>Batches: {@code List<X>} for each of these, where SmallRye says what the list consists of. As
 * of SmallRye 4.33 that is in a {@code Message<List<X>>} parameter outside Quarkus only. Quarkus
 * keeps the class of a parameter alone, without what stands in its brackets, so there a method gets
 * the bytes of a batch and must take {@code List<byte[]>}, and a {@code Map<String, X>} holds
 * whatever JSON has.
 *
 * <p>A {@code MessageConverter} of the application's own comes first when its priority is the
 * default one.
 *
 * <p>What cannot be decoded is an {@link dev.parley.redisstreams.UndecodableException}: the message
 * is nacked with it and the method not called. In a batch the entry is rejected and left out, so
 * that it holds up no other; the {@link dev.parley.redisstreams.IncomingRedisStreamBatch} that the
 * method sees lists what is left, and a batch of which nothing is left is acknowledged.
 */
package dev.parley.redisstreams.convert;
