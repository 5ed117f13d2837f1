/* Failing system calls, in one process only: LD_PRELOAD this into Lockstep.
 *
 * Calls of libc on paths below certain folders are counted, and the call with a given number
 * fails. This holds only in the process that loads the library first: the programs that it starts
 * get another LD_PRELOAD, and a child before exec has another pid, which is checked.
 *   FAULTS_FOLDERS  the folders, separated by colons
 *   FAULTS_LOG      a file for one line per counted call: its groups, name and path
 *   FAULTS_GROUPS   which calls can fail: a sum of the groups below
 *   FAULTS_NUMBER   which of them fails; 0 for none
 *   FAULTS_ERROR    the errno; 0 kills the process with SIGKILL before the call
 *   FAULTS_ON       if set, all calls from that number on fail
 *   FAULTS_ENDING   only calls with this at the end of the path fail
 *   FAULTS_FIRST    "NAME PATH-END": only these calls are numbered; with FAULTS_ON, other calls
 *                   fail too from that one on
 *   FAULTS_LATER    the LD_PRELOAD of programs that the process starts
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { OPENS = 1, NAMES = 2, NEEDS_ROOM = 4, WRITES = 8, ANY = 16 };
enum { MAKES = NAMES | NEEDS_ROOM | WRITES, CHANGES = NAMES | WRITES };

static int first, record = -1, groups, number, error, goes_on, calls;
static char folders[PATH_MAX * 4], ending[PATH_MAX], first_call[64], first_ending[PATH_MAX];

static int number_in(const char *name) {
  const char *text = getenv(name);
  return text ? atoi(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *later = getenv("FAULTS_LATER"), *log = getenv("FAULTS_LOG");
  if (!getenv("FAULTS_FOLDERS")) return;
  snprintf(folders, sizeof folders, "%s", getenv("FAULTS_FOLDERS"));
  groups = number_in("FAULTS_GROUPS");
  number = number_in("FAULTS_NUMBER");
  error = number_in("FAULTS_ERROR");
  goes_on = getenv("FAULTS_ON") != 0;
  if (getenv("FAULTS_ENDING")) snprintf(ending, sizeof ending, "%s", getenv("FAULTS_ENDING"));
  if (getenv("FAULTS_FIRST")) sscanf(getenv("FAULTS_FIRST"), "%63s %4095s", first_call, first_ending);
  int how = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  if (log) record = syscall(SYS_openat, AT_FDCWD, log, how, 0644);
  first = getpid();
  /* Runs before the program reads its variables, so that no child inherits them. */
  if (later && *later) setenv("LD_PRELOAD", later, 1); else unsetenv("LD_PRELOAD");
  unsetenv("FAULTS_FOLDERS");
}

static int is_below(const char *path) {
  const char *folder = folders;
  while (*folder) {
    size_t length = strcspn(folder, ":");
    if (!strncmp(path, folder, length) && (path[length] == '/' || !path[length])) return 1;
    folder += length + (folder[length] == ':');
  }
  return 0;
}

static int ends_with(const char *path, const char *end) {
  size_t all = strlen(path), last = strlen(end);
  return all >= last && !strcmp(path + all - last, end);
}

/* Whether a call is numbered: every call, or those that match FAULTS_FIRST. */
static int is_counted(const char *call, const char *path) {
  return !*first_call || (!strcmp(call, first_call) && ends_with(path, first_ending));
}

/* The path of a name in an open folder; without a name, the path of the open file. */
static void whole(int folder, const char *name, char *path) {
  char link[64];
  ssize_t length = 0;
  path[0] = 0;
  if (name && name[0] == '/') {
    snprintf(path, PATH_MAX, "%s", name);
    return;
  }
  if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
  else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = 0;
  if (name && *name) snprintf(path + strlen(path), PATH_MAX - strlen(path), "/%s", name);
}

/* Whether this call fails; if so, errno is set. */
static int fails(const char *call, int group, int folder, const char *name) {
  char path[PATH_MAX], line[PATH_MAX + 64];
  int before = errno, now;
  if (!first || !(groups & (group | ANY)) || getpid() != first) return 0;
  whole(folder, name, path);
  errno = before;
  if (!is_below(path)) return 0;
  now = is_counted(call, path) ? __sync_add_and_fetch(&calls, 1) : calls;
  snprintf(line, sizeof line, "%d %s %s\n", group | ANY, call, path);
  if (record >= 0) syscall(SYS_write, record, line, strlen(line));
  errno = before;
  if (!number || (goes_on ? now < number : now != number)) return 0;
  if (!ends_with(path, ending)) return 0;
  if (!error) syscall(SYS_kill, first, SIGKILL);
  errno = error;
  return 1;
}

/* Defines the wrapper of one libc function: its groups, parameters, and the path it is about. */
#define CALL(type, name, parameters, arguments, group, folder, path, failure) \
  type name parameters {                                                      \
    static type (*real) parameters;                                           \
    if (!real) real = (type (*) parameters)dlsym(RTLD_NEXT, #name);           \
    return fails(#name, group, folder, path) ? failure : real arguments;      \
  }
#define NAMED(name, parameters, arguments, group, path) \
  CALL(int, name, parameters, arguments, group, AT_FDCWD, path, -1)
#define NAMED_AT(name, parameters, arguments, group) \
  CALL(int, name, parameters, arguments, group, folder, path, -1)
#define OPENED(type, name, parameters, arguments, group) \
  CALL(type, name, parameters, arguments, group, file, 0, -1)

static int group_of_open(int folder, const char *path, int flags) {
  int is_writing = flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND);
  int is_made = flags & O_CREAT && syscall(SYS_faccessat, folder, path, F_OK);
  return OPENS | NAMES | (is_writing ? WRITES : 0) | (is_made ? NEEDS_ROOM : 0);
}

#define OPEN(name, parameters, arguments, folder)                        \
  int name parameters {                                                  \
    static int (*real) parameters;                                       \
    va_list more;                                                        \
    mode_t mode = 0;                                                     \
    if (!real) real = (int (*) parameters)dlsym(RTLD_NEXT, #name);       \
    va_start(more, flags);                                               \
    if (flags & (O_CREAT | __O_TMPFILE)) mode = va_arg(more, mode_t);    \
    va_end(more);                                                        \
    if (!first) return real arguments;                                   \
    int group = group_of_open(folder, path, flags);                      \
    return fails(#name, group, folder, path) ? -1 : real arguments;      \
  }
OPEN(open, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPEN(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)
OPEN(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)

NAMED(stat, (const char *path, struct stat *it), (path, it), NAMES, path)
NAMED(stat64, (const char *path, struct stat64 *it), (path, it), NAMES, path)
NAMED(lstat, (const char *path, struct stat *it), (path, it), NAMES, path)
NAMED(lstat64, (const char *path, struct stat64 *it), (path, it), NAMES, path)
NAMED_AT(fstatat, (int folder, const char *path, struct stat *it, int how),
  (folder, path, it, how), NAMES)
NAMED_AT(fstatat64, (int folder, const char *path, struct stat64 *it, int how),
  (folder, path, it, how), NAMES)
NAMED_AT(statx, (int folder, const char *path, int how, unsigned mask, struct statx *it),
  (folder, path, how, mask, it), NAMES)
OPENED(int, fstat, (int file, struct stat *it), (file, it), 0)
OPENED(int, fstat64, (int file, struct stat64 *it), (file, it), 0)
/* stat and its kin in programs linked with a libc older than 2.33. */
NAMED(__xstat, (int kind, const char *path, struct stat *it), (kind, path, it), NAMES, path)
NAMED(__xstat64, (int kind, const char *path, struct stat64 *it), (kind, path, it), NAMES, path)
NAMED(__lxstat, (int kind, const char *path, struct stat *it), (kind, path, it), NAMES, path)
NAMED(__lxstat64, (int kind, const char *path, struct stat64 *it), (kind, path, it), NAMES, path)
NAMED_AT(__fxstatat, (int kind, int folder, const char *path, struct stat *it, int how),
  (kind, folder, path, it, how), NAMES)
NAMED_AT(__fxstatat64, (int kind, int folder, const char *path, struct stat64 *it, int how),
  (kind, folder, path, it, how), NAMES)
OPENED(int, __fxstat, (int kind, int file, struct stat *it), (kind, file, it), 0)
OPENED(int, __fxstat64, (int kind, int file, struct stat64 *it), (kind, file, it), 0)

NAMED(access, (const char *path, int mode), (path, mode), NAMES, path)
NAMED_AT(faccessat, (int folder, const char *path, int mode, int how),
  (folder, path, mode, how), NAMES)
CALL(ssize_t, readlink, (const char *path, char *to, size_t size),
  (path, to, size), NAMES, AT_FDCWD, path, -1)
CALL(ssize_t, readlinkat, (int folder, const char *path, char *to, size_t size),
  (folder, path, to, size), NAMES, folder, path, -1)
CALL(DIR *, opendir, (const char *path), (path), NAMES | OPENS, AT_FDCWD, path, 0)
CALL(struct dirent *, readdir, (DIR * it), (it), 0, dirfd(it), 0, 0)
CALL(struct dirent64 *, readdir64, (DIR * it), (it), 0, dirfd(it), 0, 0)

/* Calls with two paths count by the second; if that is outside the folders, by the first. */
#define OURS(one, two) (is_below(two) || (two)[0] != '/' ? (two) : (one))
NAMED(rename, (const char *from, const char *to), (from, to), MAKES, OURS(from, to))
NAMED(link, (const char *from, const char *to), (from, to), MAKES, OURS(from, to))
NAMED(symlink, (const char *leads, const char *path), (leads, path), MAKES, path)
CALL(int, renameat, (int old, const char *from, int folder, const char *path),
  (old, from, folder, path), MAKES, folder, path, -1)
CALL(int, renameat2, (int old, const char *from, int folder, const char *path, unsigned how),
  (old, from, folder, path, how), MAKES, folder, path, -1)
CALL(int, linkat, (int old, const char *from, int folder, const char *path, int how),
  (old, from, folder, path, how), MAKES, folder, path, -1)
NAMED_AT(symlinkat, (const char *leads, int folder, const char *path), (leads, folder, path), MAKES)
NAMED(mkdir, (const char *path, mode_t mode), (path, mode), MAKES, path)
NAMED_AT(mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), MAKES)

NAMED(unlink, (const char *path), (path), CHANGES, path)
NAMED(remove, (const char *path), (path), CHANGES, path)
NAMED_AT(unlinkat, (int folder, const char *path, int how), (folder, path, how), CHANGES)
NAMED(rmdir, (const char *path), (path), CHANGES, path)
NAMED(chmod, (const char *path, mode_t mode), (path, mode), CHANGES, path)
NAMED_AT(fchmodat, (int folder, const char *path, mode_t mode, int how),
  (folder, path, mode, how), CHANGES)
OPENED(int, fchmod, (int file, mode_t mode), (file, mode), WRITES)
NAMED_AT(utimensat, (int folder, const char *path, const struct timespec times[2], int how),
  (folder, path, times, how), CHANGES)
OPENED(int, futimens, (int file, const struct timespec times[2]), (file, times), WRITES)
NAMED(truncate64, (const char *path, off64_t size), (path, size), CHANGES, path)
OPENED(int, ftruncate, (int file, off_t size), (file, size), WRITES)
OPENED(int, ftruncate64, (int file, off64_t size), (file, size), WRITES)
CALL(ssize_t, listxattr, (const char *path, char *to, size_t size),
  (path, to, size), NAMES, AT_FDCWD, path, -1)
CALL(ssize_t, llistxattr, (const char *path, char *to, size_t size),
  (path, to, size), NAMES, AT_FDCWD, path, -1)

OPENED(ssize_t, read, (int file, void *to, size_t size), (file, to, size), 0)
OPENED(ssize_t, write, (int file, const void *from, size_t size),
  (file, from, size), NEEDS_ROOM | WRITES)
OPENED(ssize_t, writev, (int file, const struct iovec *from, int count),
  (file, from, count), NEEDS_ROOM | WRITES)
OPENED(ssize_t, pwrite64, (int file, const void *from, size_t size, off64_t at),
  (file, from, size, at), NEEDS_ROOM | WRITES)
OPENED(ssize_t, sendfile64, (int file, int from, off64_t *at, size_t size),
  (file, from, at, size), NEEDS_ROOM | WRITES)
OPENED(ssize_t, copy_file_range,
  (int from, off64_t *at, int file, off64_t *to, size_t size, unsigned how),
  (from, at, file, to, size, how), NEEDS_ROOM | WRITES)
OPENED(int, fsync, (int file), (file), NEEDS_ROOM)
OPENED(int, fdatasync, (int file), (file), NEEDS_ROOM)
OPENED(int, flock, (int file, int how), (file, how), 0)
