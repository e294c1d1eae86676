"""A share of a processor, as Lambda gives it to a function by its memory: 0.3 with 512 MB. Needs root, and a control group to write to."""
import os

PERIOD_MICROS = 10_000
OLD, NEW = "/sys/fs/cgroup/cpu", "/sys/fs/cgroup"


class Share:
    """A control group for the block; ``prefix`` starts a command in it."""

    def __init__(self, processors):
        self.quota = int(processors * PERIOD_MICROS)
        is_old = os.path.exists(os.path.join(OLD, "cpu.cfs_quota_us"))
        self.limits = {"cpu.cfs_period_us": PERIOD_MICROS, "cpu.cfs_quota_us": self.quota} if is_old \
            else {"cpu.max": f"{self.quota} {PERIOD_MICROS}"}
        self.folder = os.path.join(OLD if is_old else NEW, f"confab-{os.getpid()}")
        self.prefix = ["sh", "-c", f'echo $$ > {self.folder}/cgroup.procs && exec "$@"', "sh"]

    def __enter__(self):
        try:
            os.mkdir(self.folder)
            for name, value in self.limits.items():
                with open(os.path.join(self.folder, name), "w") as file:
                    file.write(str(value))
        except OSError as e:
            raise SystemExit(f"no share of a processor can be set here: {e}") from e
        return self

    def __exit__(self, *_):
        os.rmdir(self.folder)
