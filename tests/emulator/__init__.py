"""NCBI's E-utilities on a free local port: as they behave, and as they misbehave."""

from tests.emulator.emulator import Emulator, EmulatorCrashedError
from tests.emulator.faults import Fault, Rule
from tests.emulator.recorder import Received
from tests.emulator.service import Hidden, Limits

__all__ = ["Emulator", "EmulatorCrashedError", "Fault", "Hidden", "Limits", "Received", "Rule"]
