package dev.parley.it;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The length-delimited fields of a protobuf message (Protocol Buffers, "Encoding"). */
record ProtobufMessage(Map<Integer, List<byte[]>> fields) {

  static ProtobufMessage of(byte[] encoded) {
    Map<Integer, List<byte[]>> fields = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(encoded);
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      switch (tag & 7) {
        case 0 -> varint(in);
        case 1 -> in.position(in.position() + Long.BYTES);
        case 2 -> {
          byte[] value = new byte[(int) varint(in)];
          in.get(value);
          fields.computeIfAbsent(tag >>> 3, f -> new ArrayList<>()).add(value);
        }
        case 5 -> in.position(in.position() + Integer.BYTES);
        default -> throw new IllegalArgumentException("wire type " + (tag & 7));
      }
    }
    return new ProtobufMessage(fields);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** The messages of a field, in their order. */
  List<ProtobufMessage> all(int field) {
    return fields.getOrDefault(field, List.of()).stream().map(ProtobufMessage::of).toList();
  }

  Optional<byte[]> bytes(int field) {
    return fields.getOrDefault(field, List.of()).stream().findFirst();
  }

  Optional<String> text(int field) {
    return bytes(field).map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /** The text of a field that must be there. */
  String need(int field) {
    return text(field).orElseThrow(() -> new IllegalArgumentException("no field " + field));
  }
}
