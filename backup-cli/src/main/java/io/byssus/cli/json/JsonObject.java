package io.byssus.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is written on one line, its fields in the order in which they were put. Not
 * safe for use by several threads.
 */
public final class JsonObject {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Puts a text. */
  public JsonObject put(String name, String value) {
    return field(name, value);
  }

  /** Puts a text if there is one and it is not empty: a field without a value is left out. */
  public JsonObject putIfPresent(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? this : field(name, value);
  }

  /** Puts a whole number. */
  public JsonObject put(String name, long value) {
    return field(name, value);
  }

  /** Puts a number. */
  public JsonObject put(String name, double value) {
    return field(name, value);
  }

  /** Puts a truth value. */
  public JsonObject put(String name, boolean value) {
    return field(name, value);
  }

  /** Puts an object. */
  public JsonObject put(String name, JsonObject value) {
    return field(name, value);
  }

  /** Puts an array of texts. */
  public JsonObject putTexts(String name, List<String> values) {
    return field(name, List.copyOf(values));
  }

  /** Puts an array of objects. */
  public JsonObject putObjects(String name, List<JsonObject> values) {
    return field(name, List.copyOf(values));
  }

  private JsonObject field(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** Returns the object on one line. */
  @Override
  public String toString() {
    return text(this);
  }

  /** Returns an array of objects on one line. */
  public static String array(List<JsonObject> objects) {
    return text(objects);
  }

  private static String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof JsonObject object) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : object.fields.entrySet()) {
        json.writeFieldName(field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString(value.toString());
    }
  }
}
