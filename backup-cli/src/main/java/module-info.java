/** The {@code byssus} command. */
module io.byssus.cli {
  requires io.byssus.core;
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.apache.commons.compress;

  exports io.byssus.cli;

  // picocli sets the annotated fields
  opens io.byssus.cli.command to
      info.picocli;
}
