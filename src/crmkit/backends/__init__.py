"""Where the base is kept: facts in order, and documents derived from them.

`open_backend` opens one; `Backend` is what any place must be able to do,
and `crmkit.testing.contract` proves that it can.
"""

from crmkit.backends.connect import open_backend
from crmkit.backends.memory import MemoryBackend
from crmkit.backends.protocol import Backend, Capabilities, Document, Fact

__all__ = ["Backend", "Capabilities", "Document", "Fact", "MemoryBackend", "open_backend"]
