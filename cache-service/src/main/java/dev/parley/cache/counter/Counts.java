package dev.parley.cache.counter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.mutiny.redis.client.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The counters of a post.
 *
 * @param known whether anything was ever counted or restored; otherwise all are 0
 * @param likes each user once
 * @param views all
 * @param uniqueViews by how many viewers, within about 1 %
 * @param revision grows with every change, also over a loss of Redis; the time when it was looked,
 *     where nothing is known
 * @param liked whether the user likes it who was named; null for none
 * @param changed whether the call has changed anything; null for one that only reads
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Counts(
    @Schema(examples = "post-1") String postId,
    boolean known,
    @Schema(examples = "3") long likes,
    @Schema(examples = "120") long views,
    @Schema(examples = "87") long uniqueViews,
    @Schema(examples = "5") long comments,
    @Schema(examples = "1795312800123") long revision,
    Boolean liked,
    Boolean changed) {

  /** What the script has answered. */
  static Counts of(String post, boolean hasUser, boolean reads, Response answer) {
    return new Counts(
        post,
        answer.get(0).toInteger() == 1,
        answer.get(2).toLong(),
        answer.get(3).toLong(),
        answer.get(4).toLong(),
        answer.get(5).toLong(),
        Long.parseLong(answer.get(6).toString()),
        hasUser ? answer.get(7).toInteger() == 1 : null,
        reads ? null : answer.get(1).toInteger() == 1);
  }
}
