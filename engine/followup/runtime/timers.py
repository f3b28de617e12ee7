"""The lines that let a system step a home every hour, for the system at hand."""

from __future__ import annotations

import shlex


def hourly(program: str, platform: str, *, systemd: bool) -> tuple[str, ...]:
    """Return the lines to paste.

    Args:
        program: The whole command, such as `/usr/bin/playbook step`.
        platform: As `sys.platform` names it.
        systemd: Whether this Linux has user timers.
    """
    if platform == "win32":
        return (f'schtasks /create /tn Followup /sc hourly /tr "{program}"',)
    if platform == "darwin":
        return _launchd(program)
    if systemd:
        return _systemd(program)
    return (cron(program),)


def cron(program: str) -> str:
    """Return the line that has cron run a command every hour, on any system that has it."""
    return f"(crontab -l 2>/dev/null; echo {shlex.quote(f'0 * * * * {program}')}) | crontab -"


def _systemd(program: str) -> tuple[str, ...]:
    units = "~/.config/systemd/user"
    service = shlex.quote(f"[Service]\\nType=oneshot\\nExecStart={program}\\n")
    timer = shlex.quote(
        "[Timer]\\nOnCalendar=hourly\\nPersistent=true\\n[Install]\\nWantedBy=timers.target\\n"
    )
    return (
        f"mkdir -p {units}",
        f"printf {service} > {units}/followup.service",
        f"printf {timer} > {units}/followup.timer",
        "systemctl --user enable --now followup.timer",
    )


def _launchd(program: str) -> tuple[str, ...]:
    file = "~/Library/LaunchAgents/followup.plist"
    words = "".join(f"<string>{word}</string>" for word in shlex.split(program))
    plist = (
        '<plist version="1.0"><dict><key>Label</key><string>followup</string>'
        f"<key>ProgramArguments</key><array>{words}</array>"
        "<key>StartInterval</key><integer>3600</integer></dict></plist>"
    )
    return (f"printf %s {shlex.quote(plist)} > {file}", f"launchctl load {file}")
