package dev.parley.benchmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * An envelope with a message of 64 bytes: streaming with the payload as a slice of bytes, as {@link
 * EnvelopeCodec} does, against Jackson's databind with the payload as a tree.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EnvelopeCodecBenchmark {

  private static final String PAYLOAD =
      """
      {"conversationId":"d-Zk3pQ0xYv1rT8sLmN2bA","clientMessageId":"7d0f3a52-91c4-4b1e",\
      "content":{"type":"text","text":"The quick brown fox jumps over the lazy dog, and then once more."}}""";

  private final ObjectMapper mapper = new ObjectMapper();
  private final Envelope envelope =
      new Envelope(
          "4fG7hJ2kL9mN1pQ3",
          "message:send",
          "d-Zk3pQ0xYv1rT8sLmN2bA",
          1_795_000_000_000L,
          "ann",
          new ReplyTo("g5Rt7Yu1Io3Pa9Sd", "s8Df6Gh4Jk2Lz0Xc", 17),
          RawJson.of(PAYLOAD));
  private final byte[] json = EnvelopeCodec.encode(envelope);
  private final TreeEnvelope tree = readTree();

  /** The same envelope as a record for databind. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TreeEnvelope(
      String id,
      String type,
      String key,
      long time,
      String user,
      TreeReplyTo replyTo,
      JsonNode payload) {}

  /** Its address of the reply. */
  public record TreeReplyTo(String node, String session, long request) {}

  /** What the gateway would do without slices: parse the client's payload, bind, write. */
  @Benchmark
  public byte[] encodeDatabindFromPayloadBytes() throws IOException {
    JsonNode payload = mapper.readTree(envelope.payload().utf8());
    return mapper.writeValueAsBytes(
        new TreeEnvelope(
            tree.id, tree.type, tree.key, tree.time, tree.user, tree.replyTo, payload));
  }

  @Benchmark
  public byte[] encodeDatabind() throws IOException {
    return mapper.writeValueAsBytes(tree);
  }

  @Benchmark
  public byte[] encodeStreaming() {
    return EnvelopeCodec.encode(envelope);
  }

  @Benchmark
  public TreeEnvelope decodeDatabind() throws IOException {
    return mapper.readValue(json, TreeEnvelope.class);
  }

  @Benchmark
  public Envelope decodeStreaming() {
    return EnvelopeCodec.decode(json);
  }

  private TreeEnvelope readTree() {
    try {
      return mapper.readValue(json, TreeEnvelope.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it, about 90 s. */
  public static void main(String[] args) throws RunnerException {
    String[] profiler = args;
    OptionsBuilder options = new OptionsBuilder();
    options.include(EnvelopeCodecBenchmark.class.getSimpleName());
    for (String name : profiler) {
      options.addProfiler(name);
    }
    new Runner(options.build()).run();
  }
}
