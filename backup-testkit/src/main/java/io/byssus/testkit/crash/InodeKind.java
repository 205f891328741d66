package io.byssus.testkit.crash;

/** What an inode is. */
enum InodeKind {
  FILE,
  DIRECTORY
}
