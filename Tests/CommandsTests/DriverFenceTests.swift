import TestSupport
import Testing

/// What a driver can do in the child process that asks it.
@Suite struct DriverFenceTests {
  /// A driver library that tries what no driver needs as soon as it is loaded, and says what came of it.
  private static let driver = """
    #define _GNU_SOURCE
    #include <fcntl.h>
    #include <stdio.h>
    #include <sys/prctl.h>
    #include <sys/resource.h>
    #include <sys/socket.h>
    #include <unistd.h>
    __attribute__((constructor)) static void try(void) {
        struct rlimit core;
        getrlimit(RLIMIT_CORE, &core);
        char *words[] = {"true", 0};
        fprintf(stderr, "privileges=%d core=%lu internet=%d local=%d null=%d ", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0),
                (unsigned long)core.rlim_cur, socket(AF_INET, SOCK_STREAM, 0) >= 0, socket(AF_UNIX, SOCK_STREAM, 0) >= 0,
                open("/dev/null", O_RDWR) >= 0);
        /* Landlock, which not every kernel has. */
        int guarded = syscall(444, 0, 0, 1) > 0;
        /* What leaves the group of processes would outlive the child. */
        fprintf(stderr, "session=%d ", setsid() >= 0 || setpgid(0, 0) == 0);
        fprintf(stderr, "written=%d removed=%d ", guarded && open(FOLDER "/made", O_CREAT | O_WRONLY, 0600) >= 0,
                guarded && unlink(FOLDER "/driver.c") == 0);
        execv("/bin/true", words);
        fprintf(stderr, "executed=0\\n");
    }
    """

  @Test func aDriverReadsAndAsksAndDoesNothingElse() throws {
    let folder = try TestFolder()
    try Files.write(Self.driver, to: folder.path + "/driver.c")
    try Files.write(
      #"{"file_format_version": "1.0.0", "ICD": {"library_path": "\#(folder.path)/driver.so", "api_version": "1.3.0"}}"#,
      to: folder.path + "/driver.json")
    let run = try BuiltProgram.shell(
      """
      cd \(folder.path) && gcc -shared -fPIC -DFOLDER='"\(folder.path)"' -o driver.so driver.c && \
      exec "$P" __probe-drivers vulkan
      """,
      environment: ["PATH": "/bin:/usr/bin", "VK_DRIVER_FILES": folder.path + "/driver.json"])
    #expect(run.code == 0)
    let line = run.messages.split(separator: "\n").first { $0.hasPrefix("privileges=") }
    #expect(
      line == "privileges=1 core=0 internet=0 local=1 null=1 session=0 written=0 removed=0 executed=0",
      "\(run.messages)")
  }
}
