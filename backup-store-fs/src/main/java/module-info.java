/** A blob store in a directory. */
module io.byssus.store.fs {
  requires transitive io.byssus.api;

  exports io.byssus.store.fs;

  provides io.byssus.api.store.BlobStoreProvider with
      io.byssus.store.fs.FileSystemStoreProvider;
}
