"""Source code: what the program is, and which part of it a piece of work can reach.

A part is found in the modules' own text: whatever a module imports, wherever in it, belongs to what it can
reach, with the packages above it and the other files that lie in its folder. A test holds this against the
parsed modules. Names that are put together while running cannot be seen in the text: a module in a package
that does so reaches all of its package, and whoever starts from one at the top names what it imports.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analys.paths import notebooks_folder

_FROM = re.compile(r"^[ \t]*from[ \t]+(analys[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+(analys[^\n]*)", re.MULTILINE)


@dataclass(frozen=True)
class Sources:
    """The program's files and notebooks.

    Parameters
    ----------
    files : mapping of str to bytes
        By path from the package's folder, or "notebooks/…", line ends as in the history.
    """

    files: Mapping[str, bytes]

    def hash_all(self) -> str:
        """SHA-256 over every file, by name and content."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def hash_part(self, roots: Iterable[str]) -> str:
        """SHA-256 over what some modules can reach.

        Parameters
        ----------
        roots : iterable of str
            Dotted names, "analys.run"; one that does not exist reaches nothing.
        """
        digest = hashlib.sha256()
        for name in self.reach(roots):
            digest.update(f"{name}\0".encode())
            digest.update(self._hashes[name])
        return digest.hexdigest()

    def reach(self, roots: Iterable[str]) -> list[str]:
        """Files that some modules can reach, by name: themselves, what they import, and what lies beside."""
        waiting, seen = {name for root in roots for name in self._locate(root)}, set()
        while waiting:
            name = waiting.pop()
            seen.add(name)
            waiting |= self._imported(name) - seen
        folders = {name.rpartition("/")[0] for name in seen}
        seen.update(name for name in self._others if name.rpartition("/")[0] in folders)
        return sorted(seen)

    def imported_by(self, text: str) -> set[str]:
        """Dotted names of this package that a text of code imports, of modules or of what stands in them."""
        found = set()
        for module, names in _FROM.findall(text):
            plain = re.sub(r"#[^\n]*", "", names).strip("() \t\n")
            parts = (part.split(" as ")[0].strip() for part in plain.split(","))
            found |= {module} | {f"{module}.{part}" for part in parts if part}
        for names in _IMPORT.findall(text):
            found |= {part.split(" as ")[0].split("#")[0].strip() for part in names.split(",")}
        return found

    @cached_property
    def _others(self) -> tuple[str, ...]:
        return tuple(name for name in self.files if not name.endswith((".py", ".ipynb")))

    @cached_property
    def _hashes(self) -> dict[str, bytes]:
        return {name: hashlib.sha256(content).digest() for name, content in self.files.items()}

    def _imported(self, name: str) -> set[str]:
        text = self.files[name].decode("utf-8")
        found = {file for module in self.imported_by(text) for file in self._locate(module)}
        folder = name.rpartition("/")[0]
        if "import_module(" in text and folder:
            # Names that are put together: they are of modules in the same folder.
            found |= {file for file in self.files if file.startswith(f"{folder}/") and file.endswith(".py")}
        return found

    def _locate(self, dotted: str) -> set[str]:
        """Files of a dotted name: the module, and the packages above it, which are imported too."""
        parts = dotted.split(".")[1:]
        names = {"__init__.py"}
        for length in range(1, len(parts) + 1):
            base = "/".join(parts[:length])
            names |= {f"{base}.py", f"{base}/__init__.py"}
        return {name for name in names if name in self.files}


def read_sources() -> Sources:
    """The program as it lies on disk now."""
    root = Path(__file__).parent
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if _is_source(path)}
    files |= {f"notebooks/{path.name}": path for path in notebooks_folder().glob("*.ipynb")}
    # A checkout on Windows may have other line ends; the program is the same.
    return Sources({name: path.read_bytes().replace(b"\r\n", b"\n") for name, path in files.items()})


def read_commit(root: Path) -> str:
    """Commit of a checkout, read from its files; "" when there is none."""
    git = root / ".git"
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        ref = head.removeprefix("ref: ")
        if (git / ref).is_file():
            return (git / ref).read_text(encoding="utf-8").strip()
        packed = (git / "packed-refs").read_text(encoding="utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {ref}")), "")
    except OSError:
        return ""


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
