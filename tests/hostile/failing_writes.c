/* Lets the n-th call that changes something below one folder fail, in the first process that is started with it.

   cc -shared -fPIC -O2 -o failing_writes.so failing_writes.c -ldl

   FAIL_UNDER  the folder, an absolute path
   FAIL_AT     which call fails, counted from 1 over all threads; 0: none
   FAIL_ERRNO  with which error (28 ENOSPC, 5 EIO, 30 EROFS)
   FAIL_STAYS  1: every later call fails too, as on a full disk; 0: only this one, as with a bad sector
   FAIL_LOG    a file outside the folder, which gets one line for each counted call: its number, name, path and whether it failed

   What gives space back (unlink, ftruncate to a shorter length) never fails for a full disk, so ENOSPC and EDQUOT pass there.
   Child processes are left alone: FAIL_UNDER is taken out of the environment at the start. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char under[PATH_MAX];
static size_t under_length;
static long fail_at;
static int fail_errno, fail_stays, log_fd = -1;
static long calls;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void)
{
    const char *folder = getenv("FAIL_UNDER"), *log = getenv("FAIL_LOG");
    if (!folder) return;
    snprintf(under, sizeof under, "%s", folder);
    under_length = strlen(under);
    fail_at = atol(getenv("FAIL_AT") ? getenv("FAIL_AT") : "0");
    fail_errno = atoi(getenv("FAIL_ERRNO") ? getenv("FAIL_ERRNO") : "5");
    fail_stays = atoi(getenv("FAIL_STAYS") ? getenv("FAIL_STAYS") : "0");
    if (log) log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    unsetenv("FAIL_UNDER");
    unsetenv("LD_PRELOAD");
}

static int is_ours(const char *path)
{
    return under_length && !strncmp(path, under, under_length) && (path[under_length] == '/' || !path[under_length]);
}

static int refused(const char *what, const char *path, int gives_back)
{
    char line[PATH_MAX + 64];
    if (!is_ours(path)) return 0;
    pthread_mutex_lock(&lock);
    long number = ++calls;
    int fails = fail_at && (fail_stays ? number >= fail_at : number == fail_at);
    if (gives_back && (fail_errno == ENOSPC || fail_errno == EDQUOT)) fails = 0;
    int length = snprintf(line, sizeof line, "%ld %s %s%s\n", number, what, path + under_length, fails ? " FAILED" : "");
    if (log_fd >= 0 && length > 0) {
        static ssize_t (*real)(int, const void *, size_t);
        if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
        if (real(log_fd, line, (size_t)length) < 0) abort();
    }
    pthread_mutex_unlock(&lock);
    if (fails) errno = fail_errno;
    return fails;
}

static int refused_fd(const char *what, int fd, int gives_back)
{
    char link[64], path[PATH_MAX];
    if (!under_length || fd < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return refused(what, path, gives_back);
}

static int refused_path(const char *what, const char *path)
{
    char whole[PATH_MAX * 2], here[PATH_MAX];
    if (!under_length || !path) return 0;
    if (path[0] == '/') return refused(what, path, 0);
    if (!getcwd(here, sizeof here)) return 0;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
    return refused(what, whole, 0);
}

ssize_t write(int fd, const void *data, size_t size)
{
    REAL(write);
    return refused_fd("write", fd, 0) ? -1 : real(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
{
    REAL(pwrite);
    return refused_fd("pwrite", fd, 0) ? -1 : real(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
    REAL(pwrite64);
    return refused_fd("pwrite", fd, 0) ? -1 : real(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
    REAL(writev);
    return refused_fd("writev", fd, 0) ? -1 : real(fd, pieces, count);
}

int fsync(int fd)
{
    REAL(fsync);
    return refused_fd("fsync", fd, 0) ? -1 : real(fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    return refused_fd("fdatasync", fd, 0) ? -1 : real(fd);
}

static int grows(int fd, off64_t length)
{
    struct stat64 now;
    return fstat64(fd, &now) || length > now.st_size;
}

int ftruncate(int fd, off_t length)
{
    REAL(ftruncate);
    return refused_fd("ftruncate", fd, !grows(fd, length)) ? -1 : real(fd, length);
}

int ftruncate64(int fd, off64_t length)
{
    REAL(ftruncate64);
    return refused_fd("ftruncate", fd, !grows(fd, length)) ? -1 : real(fd, length);
}

int posix_fallocate(int fd, off_t at, off_t length)
{
    REAL(posix_fallocate);
    return refused_fd("fallocate", fd, 0) ? errno : real(fd, at, length);
}

int posix_fallocate64(int fd, off64_t at, off64_t length)
{
    REAL(posix_fallocate64);
    return refused_fd("fallocate", fd, 0) ? errno : real(fd, at, length);
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    return refused_path("rename", to) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return refused_path("mkdir", path) ? -1 : real(path, mode);
}

/* A read-only file system refuses to remove even what is not there; other failures of a removal lose nothing, and are let be. */
int unlink(const char *path)
{
    REAL(unlink);
    return fail_errno == EROFS && refused_path("unlink", path) ? -1 : real(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    REAL(unlinkat);
    return fail_errno == EROFS && folder == AT_FDCWD && refused_path("unlink", path) ? -1 : real(folder, path, flags);
}

/* Opening alone fails where it makes a file: a full disk lets what is there be opened. On a read-only one opening for writing fails too. */
static int refused_open(const char *path, int flags)
{
    struct stat64 now;
    int makes = (flags & O_CREAT) && path && stat64(path, &now);
    int writes = (flags & (O_WRONLY | O_RDWR)) && fail_errno == EROFS;
    return makes || writes ? refused_path("open", path) : 0;
}

#define OPEN(name, call) \
    int name(const char *path, int flags, ...) \
    { \
        REAL(name); \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list rest; \
            va_start(rest, flags); \
            mode = va_arg(rest, mode_t); \
            va_end(rest); \
        } \
        return refused_open(path, flags) ? -1 : real(path, flags, mode); \
    }

OPEN(open, open)
OPEN(open64, open64)
