"""Known advisories about the packages that are installed: `make audit`, and one line of `make prove`.

The packages are those of uv.lock, each with its hash. Where the source of advisories cannot be reached, that is said:
nothing found is not the same as nothing looked up.
"""

import json
import subprocess
import sys

SOURCES = ("pypi", "osv")
PATIENCE_S = 300


def main() -> int:
    """0: all were looked up and nothing is known; 1: something is known; 2: not all could be looked up."""
    for source in SOURCES:
        command = [sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "-f", "json"]
        command += ["--progress-spinner", "off", "-s", source]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
            packages = json.loads(done.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, json.JSONDecodeError):
            print(f"{source} cannot be reached.")  # noqa: T201
            continue
        looked_up = [each for each in packages if "skip_reason" not in each]
        known = [(each, vuln) for each in looked_up for vuln in each["vulns"]]
        for each, vuln in known:
            print(f"{each['name']} {each['version']}: {vuln['id']}, mended in {vuln['fix_versions']}")  # noqa: T201
        print(f"{source}: {len(looked_up)} of {len(packages)} packages looked up, {len(known)} advisories")  # noqa: T201
        if looked_up:
            return 1 if known else 0 if len(looked_up) >= len(packages) - 1 else 2  # one is ourselves
    print("0 packages looked up: the advisories cannot be reached from here. Nothing is proved by that.")  # noqa: T201
    return 2


if __name__ == "__main__":
    sys.exit(main())
