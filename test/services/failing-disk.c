/*
 * A disk that fails when told to: loaded into a server (LD_PRELOAD), it lets writes below FAILING_DISK_FOLDER fail while
 * the file FAILING_DISK_FLAG exists. The flag's first letter says how: f, the disk is full (ENOSPC on what grows or writes a
 * file); e, it is broken (EIO when a file is synced). Other processes and files are left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* 'f', 'e', or 0 while all is well. By raw system calls' wrappers that this file does not replace. */
static char how(void) {
  const char *flag = getenv("FAILING_DISK_FLAG");
  int saved = errno, fd;
  char letter = 0;
  if (flag == NULL || (fd = open(flag, O_RDONLY | O_CLOEXEC)) < 0) {
    errno = saved;
    return 0;
  }
  if (read(fd, &letter, 1) != 1) letter = 0;
  close(fd);
  errno = saved;
  return letter;
}

static int is_ours(int fd) {
  const char *folder = getenv("FAILING_DISK_FOLDER");
  char link[64], path[4096];
  ssize_t length;
  if (folder == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strncmp(path, folder, strlen(folder)) == 0;
}

static int fails(int fd, char kind, int error) {
  if (how() != kind || !is_ours(fd)) return 0;
  errno = error;
  return 1;
}

#define REPLACE(type, name, parameters, arguments, kind, error)      \
  type name parameters {                                             \
    static type (*real) parameters;                                  \
    if (real == NULL) real = (type (*) parameters)dlsym(RTLD_NEXT, #name); \
    return fails(fd, kind, error) ? (type)-1 : real arguments;       \
  }

REPLACE(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size), 'f', ENOSPC)
REPLACE(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at), 'f', ENOSPC)
REPLACE(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at), 'f', ENOSPC)
REPLACE(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count), 'f', ENOSPC)
REPLACE(int, fallocate, (int fd, int mode, off_t at, off_t size), (fd, mode, at, size), 'f', ENOSPC)
REPLACE(int, fallocate64, (int fd, int mode, off64_t at, off64_t size), (fd, mode, at, size), 'f', ENOSPC)
REPLACE(int, fsync, (int fd), (fd), 'e', EIO)
REPLACE(int, fdatasync, (int fd), (fd), 'e', EIO)

/* This one answers with the error itself. */
int posix_fallocate64(int fd, off64_t at, off64_t size) {
  static int (*real)(int, off64_t, off64_t);
  if (real == NULL) real = (int (*)(int, off64_t, off64_t))dlsym(RTLD_NEXT, "posix_fallocate64");
  return fails(fd, 'f', ENOSPC) ? ENOSPC : real(fd, at, size);
}
int posix_fallocate(int fd, off_t at, off_t size) {
  static int (*real)(int, off_t, off_t);
  if (real == NULL) real = (int (*)(int, off_t, off_t))dlsym(RTLD_NEXT, "posix_fallocate");
  return fails(fd, 'f', ENOSPC) ? ENOSPC : real(fd, at, size);
}
