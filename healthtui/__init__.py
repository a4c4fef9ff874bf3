"""HealthTUI: how healthy is this Node.js backend, right now, and what should I mend next?"""

from pathlib import Path

__version__ = "0.1.0"

_here = Path(__file__).parent
if not (_here / "checks").is_dir():  # a checkout: the packs lie beside this folder
    __path__.append(str(_here.parent))
