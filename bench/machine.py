"""What the figures were measured on."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def facts(work: Path) -> dict[str, object]:
    """Processor, cores, memory, systems, Python and the day; no name of the machine."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "libc": " ".join(platform.libc_ver()),
        "python": platform.python_version(),
        "file_system": _file_system(work),
    }


def _processor() -> str:
    lines = _lines("/proc/cpuinfo")
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "") or (
        platform.processor() or platform.machine()
    )


def _memory() -> int | None:
    line = next((line for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "")
    return round(int(line.split()[1]) / 1024**2) if line else None


def _file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on."""
    mounts = [line.split() for line in _lines("/proc/mounts")]
    above = [(len(one[1]), one[2]) for one in mounts if len(one) > 2 and folder.resolve().is_relative_to(one[1])]
    return max(above)[1] if above else ""


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
