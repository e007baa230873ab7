"""The process in which a file is read: limits on itself first, then the document as JSON on its output.

python -m tasks_registry.reading.formats.child FILE
"""

import json
import resource
import sys
from pathlib import Path

from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.formats.limits import MEMORY, SECONDS
from tasks_registry.reading.formats.wire import to_json
from tasks_registry.reading.source import ReadError


def main(path: Path) -> None:
    """Read `path` and write the document, or {"error": why it cannot be read}."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, most))  # LibreOffice is let have more
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = to_json(read(path))
    except ReadError as error:
        answer = json.dumps({"error": str(error)})
    sys.stdout.write(answer)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
