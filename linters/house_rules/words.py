"""What no file here may say: hosts of package registries, paths of one machine, names of real places."""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from linters.house_rules.rule import Example, Rule

# Put together from pieces so that this file does not say them either.
_PIECES = ("pyp|i org", "python|hosted org", "registry n|pmjs", "registry yarn|pkg", "crates i|o", "proxy go|lang")
_HOSTS = tuple(pieces.replace("|", "").replace(" ", ".") for pieces in _PIECES)
_HOST = re.compile("|".join(re.escape(host) for host in _HOSTS), re.IGNORECASE)
_FOLDERS = ("home", "Users", "root", "work/main", "work/shared")
_PATH = re.compile(rf"(?<![\w.~}}-])/(?:{'|'.join(_FOLDERS)})/[\w.]+")

# English counties, forces and the county that inspired this product, as digests: naming one is the fault.
_PLACES = frozenset(Path(__file__).with_name("places.txt").read_text(encoding="utf-8").split()[1:])
_WORD = re.compile(r"[A-Za-z]+")
_SPEAKING = (".py", ".html", ".md", ".toml", ".json", ".js", ".scss", ".svg")


def _digest(words: str) -> str:
    return hashlib.sha256(words.lower().encode()).hexdigest()[:16]


def _lines(pattern: re.Pattern[str], text: str, advice: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.search(line):
            yield f"line {number} {advice}"


def _hosts(path: str, text: str) -> Iterator[str]:
    return _lines(_HOST, text, "names the host of a package registry: an installation chooses its own")


def _paths(path: str, text: str) -> Iterator[str]:
    return _lines(_PATH, text, "holds a path of one machine: start from the root of the tree or from a setting")


def _places(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        words = _WORD.findall(line)
        pairs = [f"{first} {second}" for first, second in pairwise(words)]
        named = [phrase for phrase in (*words, *pairs) if phrase[0].isupper() and _digest(phrase) in _PLACES]
        if named:
            yield f"line {number} names a real county or force: here everything happens in Larkshire"


RULES = (
    Rule(
        "no host of a package registry",
        lambda path: True,
        _hosts,
        bad=tuple(Example("requirements.lock", f"--index-url https://{host}/simple\n") for host in _HOSTS[:2]),
        good=(Example("requirements.lock", "django==5.2.19 --hash=sha256:00\n"),),
    ),
    Rule(
        "no path of one machine",
        lambda path: True,
        _paths,
        bad=tuple(Example("docs/operator.md", f"Look in /{folder}/kith.\n") for folder in _FOLDERS),
        good=(Example("docs/operator.md", "Look in var/kith, or open https://host.example.org/work/ or /work/12/.\n"),),
    ),
    Rule(
        "no real county or force",
        lambda path: path.endswith(_SPEAKING),
        _places,
        bad=tuple(
            Example("docs/guide.md", f"The panel of {name} met.\n") for name in ("Somer" + "set", "West Mid" + "lands")
        ),
        good=(Example("docs/guide.md", "The panel of Larkshire met.\n"),),
    ),
)
