"""python -m tests.emulator --experiments 1000 --port 8080: to run it by hand."""

import argparse
import sys
import threading

from tests.emulator import Emulator
from tests.synthetic import Archive, Profile


def main() -> None:
    chosen = _arguments()
    profile = {"usual": Profile(), "plain": Profile.plain(), "odd": Profile.odd()}[chosen.profile]
    archive = Archive(chosen.experiments, seed=chosen.seed, profile=profile)
    emulator = Emulator(
        archive, port=chosen.port, rate_limit=not chosen.no_rate_limit, latency=chosen.latency
    )
    with emulator:
        sys.stdout.write(f"{emulator.base_url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.emulator", description=__doc__)
    parser.add_argument("--experiments", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--profile", choices=["usual", "plain", "odd"], default="usual")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument("--no-rate-limit", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
