package io.byssus.consumer;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two class loaders of one JVM, as an application server has them. A native library belongs to one
 * loader: zstd-jni unpacks a copy of its own for each.
 */
class ClassLoadersIT {
  @Test
  void everyClassLoaderOfOneJvmBacksUpAndRestores(@TempDir Path directory) throws Exception {
    Source source = Source.in(directory);
    try (URLClassLoader first = loader();
        URLClassLoader second = loader()) {
      run(first, source, directory.resolve("first"));
      run(second, source, directory.resolve("second"));
      run(first, source, directory.resolve("third"));
    }

    source.assertRestoredBelow(directory.resolve("first/restored"));
    source.assertRestoredBelow(directory.resolve("second/restored"));
    source.assertRestoredBelow(directory.resolve("third/restored"));
  }

  private static URLClassLoader loader() throws IOException {
    URL[] jars = new URL[Application.jars().size()];
    for (int i = 0; i < jars.length; i++) {
      jars[i] = Application.jars().get(i).toUri().toURL();
    }
    return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
  }

  private static void run(ClassLoader loader, Source source, Path place) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Method main = loader.loadClass(Application.MAIN_CLASS).getMethod("main", String[].class);
      String[] arguments = {
        source.directory().toString(),
        place.resolve("repository").toString(),
        place.resolve("restored").toString()
      };
      main.invoke(null, (Object) arguments);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
