import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Prints every change of a PostgreSQL database as Debezium writes it, one JSON document per line; settings come on standard input. */
public class Capture {
  public static void main(String[] args) throws IOException {
    Properties settings = new Properties();
    settings.load(System.in);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (DebeziumEngine<ChangeEvent<String, String>> engine =
        DebeziumEngine.create(Json.class)
            .using(settings)
            .using((success, message, error) -> System.err.println(message))
            .notifying(
                (ChangeEvent<String, String> change) -> {
                  // A tombstone has no value: an HTTP sink would send nothing either.
                  if (change.value() != null) out.println(change.value());
                })
            .build()) {
      engine.run();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
