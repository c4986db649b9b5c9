"""How log-ins are told on the console."""

from collections.abc import Sequence

from voronka.commands.first_start import LogIn


def log_in_lines(log_ins: Sequence[LogIn]) -> str:
    """One line for each log-in. They are told once: the passwords are kept nowhere."""
    width = max(len(log_in.email) for log_in in log_ins)
    lines = [f"  {log_in.role.value:<8}{log_in.email:<{width + 2}}{log_in.password}" for log_in in log_ins]
    return "\n".join(["Log in as (the passwords are shown only now):", *lines])
