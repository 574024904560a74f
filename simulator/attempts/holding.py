"""Who has an attempt open: a token that names a program, and whether that program may still be running."""

from __future__ import annotations

import os
import socket
import sys
import uuid


def this_holder() -> str:
    """Return a token that names this program while it has an attempt open: host, process, and a random part."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"


def still_running(holder: str) -> bool:
    """Tell whether the program behind a holder's token may still be running; other hosts are taken to be."""
    host, _, rest = holder.partition("/")
    if host != socket.gethostname():
        return True
    try:
        pid = int(rest.partition("/")[0])
    except ValueError:
        return False
    if pid <= 0:
        return False
    if sys.platform == "win32":  # os.kill would end the process there
        return _windows_process_runs(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


if sys.platform == "win32":

    def _windows_process_runs(pid: int) -> bool:
        import ctypes

        query_limited_information, still_active = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query_limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == still_active
