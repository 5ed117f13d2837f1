/* Windows' rules for held files, on Linux: LD_PRELOAD this into an installer and into Lockstep.
 *
 * A file that another process has mapped executable can be renamed, but neither deleted nor
 * overwritten (EACCES). The file that HELD_RULES names can have more rules, one per line:
 *   immovable PATH   cannot be deleted, overwritten or renamed (as with an open handle)
 *   volume PATH      everything below it is on another volume (EXDEV)
 *   nolinks PATH     files below it cannot be hard-linked (EPERM)
 *   nolocks PATH     files below it cannot be locked (ENOLCK)
 *   nosync PATH      fsync fails for files below it (EINVAL)
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Whether a process has a file mapped executable. */
static int is_mapped_by(const char *pid, const struct stat *file) {
  char path[64], line[PATH_MAX + 128];
  snprintf(path, sizeof path, "/proc/%s/maps", pid);
  FILE *maps = fopen(path, "re");
  int found = 0;
  while (maps && !found && fgets(line, sizeof line, maps)) {
    unsigned long inode;
    unsigned major_, minor_;
    char rights[8];
    if (sscanf(line, "%*x-%*x %7s %*x %x:%x %lu", rights, &major_, &minor_, &inode) == 4)
      found = inode == file->st_ino && strchr(rights, 'x') && major_ == major(file->st_dev) &&
              minor_ == minor(file->st_dev);
  }
  if (maps) fclose(maps);
  return found;
}

static int is_mapped(const struct stat *file) {
  DIR *processes = opendir("/proc");
  struct dirent *entry;
  int found = 0;
  while (processes && !found && (entry = readdir(processes)))
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && atoi(entry->d_name) != getpid())
      found = is_mapped_by(entry->d_name, file);
  if (processes) closedir(processes);
  return found;
}

/* The absolute path of a name in a folder; the last component is not resolved if it is a link. */
static void whole(int folder, const char *name, char *path) {
  char above[PATH_MAX], joined[PATH_MAX * 2];
  const char *last = strrchr(name, '/');
  if (name[0] == '/' || folder == AT_FDCWD) {
    snprintf(joined, sizeof joined, "%.*s", last ? (int)(last - name) + 1 : 1, last ? name : ".");
  } else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    snprintf(joined, sizeof joined, "%s/%.*s", link, last ? (int)(last - name) : 0, name);
  }
  if (!realpath(joined, above)) above[0] = 0;
  snprintf(path, PATH_MAX, "%s/%s", above, last ? last + 1 : name);
}

static int is_below(const char *path, const char *folder) {
  size_t length = strlen(folder);
  return !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

/* Whether a rule applies to a path; the last such rule's path is written to `found`. */
static int has_rule(const char *rule, const char *path, int below, char *found) {
  const char *rules = getenv("HELD_RULES");
  char line[PATH_MAX + 32];
  int is_there = 0;
  FILE *file = rules ? fopen(rules, "re") : 0;
  while (file && fgets(line, sizeof line, file)) {
    char *target = strchr(line, ' ');
    if (!target) continue;
    *target++ = 0;
    target[strcspn(target, "\n")] = 0;
    if (!strcmp(line, rule) && (below ? is_below(path, target) : !strcmp(path, target))) {
      is_there = 1;
      if (found) strcpy(found, target);
    }
  }
  if (file) fclose(file);
  return is_there;
}

static int may_delete(int folder, const char *name) {
  char path[PATH_MAX];
  struct stat file;
  whole(folder, name, path);
  if (has_rule("immovable", path, 0, 0)) return 0;
  if (REAL(fstatat)(folder, name, &file, AT_SYMLINK_NOFOLLOW) || !S_ISREG(file.st_mode)) return 1;
  return !is_mapped(&file);
}

/* 0 if a rename is allowed, else the errno. */
static int why_not(int folder, const char *name, int target_folder, const char *target) {
  char from[PATH_MAX], to[PATH_MAX], one[PATH_MAX] = "", other[PATH_MAX] = "";
  whole(folder, name, from);
  whole(target_folder, target, to);
  if (has_rule("immovable", from, 0, 0)) return EACCES;
  has_rule("volume", from, 1, one);
  has_rule("volume", to, 1, other);
  if (strcmp(one, other)) return EXDEV;
  return may_delete(target_folder, target) ? 0 : EACCES;
}

static int denied(int reason) {
  errno = reason;
  return -1;
}

int unlink(const char *name) {
  return may_delete(AT_FDCWD, name) ? REAL(unlink)(name) : denied(EACCES);
}

int unlinkat(int folder, const char *name, int flags) {
  if (!(flags & AT_REMOVEDIR) && !may_delete(folder, name)) return denied(EACCES);
  return REAL(unlinkat)(folder, name, flags);
}

int remove(const char *name) {
  return may_delete(AT_FDCWD, name) ? REAL(remove)(name) : denied(EACCES);
}

int rename(const char *name, const char *target) {
  int reason = why_not(AT_FDCWD, name, AT_FDCWD, target);
  return reason ? denied(reason) : REAL(rename)(name, target);
}

int renameat(int folder, const char *name, int target_folder, const char *target) {
  int reason = why_not(folder, name, target_folder, target);
  return reason ? denied(reason) : REAL(renameat)(folder, name, target_folder, target);
}

int renameat2(int folder, const char *name, int target_folder, const char *target, unsigned how) {
  int reason = why_not(folder, name, target_folder, target);
  return reason ? denied(reason) : REAL(renameat2)(folder, name, target_folder, target, how);
}

int link(const char *name, const char *target) {
  char from[PATH_MAX], to[PATH_MAX], one[PATH_MAX] = "", other[PATH_MAX] = "";
  whole(AT_FDCWD, name, from);
  whole(AT_FDCWD, target, to);
  has_rule("volume", from, 1, one);
  has_rule("volume", to, 1, other);
  if (has_rule("nolinks", to, 1, 0)) return denied(EPERM);
  return strcmp(one, other) ? denied(EXDEV) : REAL(link)(name, target);
}

int linkat(int folder, const char *name, int target_folder, const char *target, int flags) {
  char to[PATH_MAX];
  whole(target_folder, target, to);
  if (has_rule("nolinks", to, 1, 0)) return denied(EPERM);
  return REAL(linkat)(folder, name, target_folder, target, flags);
}

static int open_has_rule(const char *rule, int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  return realpath(link, path) && has_rule(rule, path, 1, 0);
}

int flock(int file, int how) {
  return open_has_rule("nolocks", file) ? denied(ENOLCK) : REAL(flock)(file, how);
}

int fsync(int file) {
  return open_has_rule("nosync", file) ? denied(EINVAL) : REAL(fsync)(file);
}
