"""Hosts on one machine that are reached over ssh alone: each has a network, a name, processes and a root folder of its own.

What a host writes lies in memory above the machine's own files and is gone with the host. Needs root, iproute2, util-linux
and openssh-server.
"""
import os
import subprocess
import time

CONTROL = "plimsoll-control"

# $1 the host's name, $2 a folder for its own, $3 the configuration of sshd; then a recorded machine, or nothing.
HOST = """
set -eu
hostname "$1"
mount -t tmpfs none "$2"
mkdir "$2/upper" "$2/work" "$2/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$2/upper,workdir=$2/work" "$2/root"
mount -t proc proc "$2/root/proc"
mount --rbind /dev "$2/root/dev"
mount -t tmpfs none "$2/root/run"
mount -t tmpfs none "$2/root/root"
mkdir -p -m 755 "$2/root/run/sshd" "$2/root/srv/machine"
if [ -n "$4" ]; then tar -xJf "$4" -C "$2/root/srv/machine"; fi
exec chroot "$2/root" /usr/sbin/sshd -D -e -f "$3"
"""

CONFIGURATION = """
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UsePAM no
PidFile none
Subsystem sftp internal-sftp
"""


class Hosts:
    """Hosts by name, each with a recorded machine in /srv/machine where one is given; a context."""

    def __init__(self, folder, machines):
        self.folder, self.machines = folder, machines
        self.processes = {}

    def address(self, host):
        return f"10.81.{list(self.machines).index(host)}.2"

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.processes.values():
            # The first process of the host's own numbering: all others end with it.
            process.kill()
            process.wait(20)
        for space in [CONTROL, *map(self.space, self.machines)]:
            subprocess.run(["ip", "netns", "del", space], capture_output=True)

    @staticmethod
    def space(host):
        return f"plimsoll-{host}"

    def start(self):
        for name in ("user", "host"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", os.path.join(self.folder, name)], check=True)
        with open(self.path("sshd_config"), "w") as file:
            file.write(CONFIGURATION.format(folder=self.folder))
        with open(self.path("host.pub")) as file:
            key = file.read()
        with open(self.path("known_hosts"), "w") as file:
            file.writelines(f"{self.address(host)} {key}" for host in self.machines)
        ip("netns", "add", CONTROL)
        ip("-n", CONTROL, "link", "set", "lo", "up")
        for number, (host, recording) in enumerate(self.machines.items()):
            space, wire = self.space(host), f"wire{number}"
            ip("netns", "add", space)
            ip("-n", space, "link", "set", "lo", "up")
            ip("link", "add", wire, "netns", CONTROL, "type", "veth", "peer", "name", "eth0", "netns", space)
            for place, name, end in ((CONTROL, wire, 1), (space, "eth0", 2)):
                ip("-n", place, "addr", "add", f"10.81.{number}.{end}/24", "dev", name)
                ip("-n", place, "link", "set", name, "up")
            own = self.path("own-" + host)
            os.mkdir(own)
            with open(self.path(host + ".log"), "wb") as log:
                self.processes[host] = subprocess.Popen(
                    ["ip", "netns", "exec", space, "unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child",
                     "sh", "-c", HOST, "sh", host, own, self.path("sshd_config"), recording or ""],
                    stdout=log, stderr=subprocess.STDOUT)
        for host in self.machines:
            self.wait(host)

    def path(self, name):
        return os.path.join(self.folder, name)

    def stop(self, host):
        """Takes a host from the net."""
        process = self.processes.pop(host)
        process.kill()
        process.wait(20)

    @staticmethod
    def start_of_control():
        """What a command begins with that runs on the control host."""
        return ["ip", "netns", "exec", CONTROL]

    def ssh(self, host, command):
        """What a command prints on a host, where it must succeed."""
        done = self.asked(host, command)
        assert done.returncode == 0, f"{host}: {command}: {done.stderr[-500:]}"
        return done.stdout

    def asked(self, host, command):
        return subprocess.run([*self.start_of_control(), "ssh", "-i", self.path("user"), *self.options(),
                               f"root@{self.address(host)}", command], capture_output=True, text=True, timeout=60)

    def options(self):
        return ["-o", f"UserKnownHostsFile={self.path('known_hosts')}", "-o", "StrictHostKeyChecking=yes", "-o", "BatchMode=yes",
                "-o", "ConnectTimeout=5"]

    def wait(self, host):
        for _ in range(100):
            done = self.asked(host, "hostname")
            if done.returncode == 0 and done.stdout.strip() == host:
                return
            if self.processes[host].poll() is not None:
                break
            time.sleep(0.1)
        with open(self.path(host + ".log")) as file:
            raise AssertionError(f"{host} does not answer: {done.stderr[-500:]} {file.read()[-1000:]}")


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)
