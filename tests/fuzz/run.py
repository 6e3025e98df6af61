"""`python -m tests.fuzz.run [SECONDS] [TARGET ...]`: guide each target by coverage for so long, and count what ran."""

import re
import subprocess
import sys
import tempfile

CHILD = "--child"


def child(name: str, arguments: list[str]) -> None:
    """Fuzz one target until libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["pgbridge", "pgbridge_iamport", "pgbridge_portone"]):
        from tests.fuzz.targets import TARGETS, answers
    answers()
    atheris.Setup([sys.argv[0], *arguments], TARGETS[name])
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Run every target, one after the other, and print a table."""
    from tests.fuzz.targets import TARGETS

    seconds = int(arguments[0]) if arguments else 60
    failed = []
    for name in arguments[1:] or TARGETS:
        with tempfile.TemporaryDirectory() as corpus:
            options = (
                f"-max_total_time={seconds}",
                "-print_final_stats=1",
                "-timeout=20",
                "-rss_limit_mb=2048",
                "-max_len=64",
            )
            command = (sys.executable, "-m", "tests.fuzz.run", CHILD, name, *options, corpus)
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        count = re.search(r"number_of_executed_units:\s*(\d+)", said) or re.search(
            r"Done (\d+) (?:runs|in)", said
        )
        cover = re.findall(r"cov: (\d+)", said)
        print(
            f"{name:12} {int(count[1]) if count else 0:>10,} executions, coverage {cover[-1] if cover else '?'}",
            flush=True,
        )
        if done.returncode:
            failed.append(name)
            print(said[-4000:], file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == [CHILD]:
        child(sys.argv[2], sys.argv[3:])
    else:
        raise SystemExit(main(sys.argv[1:]))
