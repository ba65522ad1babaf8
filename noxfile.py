"""All checks of the project: `python3 -m pip install nox && nox`.

One environment, `.nox/dev`, serves every session that only needs the checkout; it is built once and again whenever
pyproject.toml changes. Sessions that judge an installation (`package`, `lowest-deps`) get their own, clean one.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

import nox

ROOT = Path(__file__).parent
DEV = ROOT / ".nox" / "dev"
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"

nox.needs_version = ">=2025.2.9"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "arch", "tests", "load", "laws", "docs", "bench-smoke", "package"]


def prepare(session: nox.Session) -> None:
    """`.nox/dev` holding the checkout, editable, with the `dev` and `all` extras."""
    stamp = DEV / "pyproject.sha256"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    session.run(sys.executable, "-m", "virtualenv", "--clear", "--quiet", str(DEV), external=True)
    dev(session, "python", "-m", "pip", "install", "--quiet", "--editable", f"{ROOT}[all,dev]")
    stamp.write_text(wanted, encoding="utf-8")


def dev(session: nox.Session, command: str, *arguments: str, **environment: str) -> None:
    """Run a command of the shared environment from the checkout's root."""
    session.run(str(DEV / SCRIPTS / command), *arguments, env=environment, external=True)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Style and formatting."""
    prepare(session)
    dev(session, "ruff", "check", ".")
    dev(session, "ruff", "format", "--check", ".")


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Types, strictly."""
    prepare(session)
    dev(session, "mypy")


@nox.session(venv_backend="none")
def arch(session: nox.Session) -> None:
    """Import layers, shape of modules, exports, and the examples in README and docs."""
    prepare(session)
    dev(session, "lint-imports", "--no-cache", "--no-logo")
    dev(session, "python", "-m", "pytest", "-n", "auto", "tests/architecture", *session.posargs)


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """Unit tests, with branch coverage."""
    prepare(session)
    dev(session, "coverage", "erase")
    chosen = session.posargs or ["tests", "--ignore=tests/architecture", "--ignore=tests/client/load"]
    dev(session, "coverage", "run", "-m", "pytest", "-n", "auto", *chosen)
    if not session.posargs:
        dev(session, "coverage", "combine", "--quiet")
        dev(session, "coverage", "report")


@nox.session(venv_backend="none")
def load(session: nox.Session) -> None:
    """Many calls at once, and processes killed; `-- full` for 10,000 calls, which takes over ten minutes."""
    prepare(session)
    arguments = [argument for argument in session.posargs if argument != "full"]
    size = "full" if "full" in session.posargs else "small"
    dev(session, "python", "-m", "pytest", "tests/client/load", *arguments, HEADROOM_LOAD=size)


@nox.session(venv_backend="none")
def laws(session: nox.Session) -> None:
    """The laws as property tests, 500 examples each."""
    prepare(session)
    dev(session, "python", "-m", "pytest", "property_tests", "-n", "auto", *session.posargs, HYPOTHESIS_PROFILE="ci")


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """The documentation in site/, warnings being errors."""
    prepare(session)
    dev(session, "zensical", "build", "--clean", "--strict")


@nox.session(name="bench-smoke", venv_backend="none")
def bench_smoke(session: nox.Session) -> None:
    """The benchmark runner over the small corpus that ships with the checkout, and one round of what clients cost."""
    prepare(session)
    dev(session, "python", "-m", "benchmarks.run", "--smoke", *session.posargs)
    if not session.posargs:
        dev(session, "python", "-m", "benchmarks.bench_clients", "--rounds", "1", "--only", "core", "tiny", "history", "stream")


@nox.session(reuse_venv=False)
def package(session: nox.Session) -> None:
    """The wheel and sdist, and the wheel at work in an environment of its own."""
    prepare(session)
    out = Path(session.create_tmp()) / "dist"
    shutil.rmtree(out, ignore_errors=True)
    dev(session, "python", "-m", "build", "--outdir", str(out))
    (wheel,) = out.glob("*.whl")
    session.install(f"{wheel}[cli]")
    # Elsewhere than in the checkout, so that only what was installed can be found.
    with tempfile.TemporaryDirectory() as elsewhere, session.chdir(elsewhere):
        session.run("headroom", "--version")
        session.run("headroom", "demo")


@nox.session(name="laws-nightly", venv_backend="none")
def laws_nightly(session: nox.Session) -> None:
    """The laws, 20,000 examples each. Takes hours."""
    prepare(session)
    # Laws take longer than a test that hangs may, and would print where they are.
    arguments = ["-n", "auto", "-o", "faulthandler_timeout=0", *session.posargs]
    dev(session, "python", "-m", "pytest", "property_tests", *arguments, HYPOTHESIS_PROFILE="nightly")


@nox.session(name="coverage-each", venv_backend="none")
def coverage_each(session: nox.Session) -> None:
    """What each module's own test file covers of it."""
    prepare(session)
    source = ROOT / "src" / "headroom"
    short: list[str] = []
    for module in sorted(source.rglob("*.py")):
        place = module.relative_to(source)
        test = ROOT / "tests" / place.parent / f"test_{module.name}"
        if module.name.startswith("__") or not test.is_file():
            continue
        dev(session, "coverage", "erase")
        dev(session, "coverage", "run", "-m", "pytest", "--quiet", "--no-header", str(test))
        try:
            dev(session, "coverage", "report", f"--include={module}", "--fail-under=100")
        except nox.command.CommandFailed:
            short.append(place.as_posix())
    if short:
        session.error(f"not wholly covered by their own test file: {', '.join(short)}")


@nox.session(name="lowest-deps", reuse_venv=False)
def lowest_deps(session: nox.Session) -> None:
    """The unit tests with the oldest dependencies that pyproject.toml allows."""
    project = nox.project.load_toml(ROOT / "pyproject.toml")["project"]
    extras = project["optional-dependencies"]
    floors = [requirement.replace(">=", "==") for requirement in (*project["dependencies"], *extras["cli"], *extras["code"])]
    session.install("--editable", f"{ROOT}[test]", *floors)
    left_out = ["--ignore=tests/architecture", "--ignore=tests/client/load"]
    session.run("python", "-m", "pytest", "tests", *left_out, *session.posargs)


@nox.session(venv_backend="none")
def benchmarks(session: nox.Session) -> None:
    """The whole corpus, the published workloads, and how cost grows; arguments go to the first alone."""
    prepare(session)
    dev(session, "python", "-m", "benchmarks.run", *(session.posargs or ["--rivals"]))
    if not session.posargs:
        dev(session, "python", "-m", "benchmarks.bench_seeds_table")
        dev(session, "python", "-m", "benchmarks.bench_scaling")
        dev(session, "python", "-m", "benchmarks.bench_clients")


@nox.session(venv_backend="none")
def calibrate(session: nox.Session) -> None:
    """The token estimate's weights and errors, measured anew over a corpus directory."""
    prepare(session)
    dev(session, "python", "tools/calibrate_tokens.py", *(session.posargs or ["benchmarks/corpus"]))


@nox.session(reuse_venv=True)
def catalog(session: nox.Session) -> None:
    """The list of models with windows, prices and cache rules, from packages that keep them up to date."""
    session.install("--editable", str(ROOT), "genai-prices>=0.2")
    # Only its data is read, and what it depends on is large.
    session.install("--no-deps", "litellm")
    session.run("python", "-m", "tools.build_catalog", *session.posargs)


@nox.session(venv_backend="none")
def examples(session: nox.Session) -> None:
    """README and docs, rewritten with what their examples print."""
    prepare(session)
    dev(session, "python", "-m", "tools.fill_examples", *session.posargs)


@nox.session(reuse_venv=True)
def frontier(session: nox.Session) -> None:
    """Saved against kept over the whole dial: data, pictures, and docs/frontier.md."""
    session.install("--editable", f"{ROOT}[all]", "matplotlib>=3.10")
    session.run("python", "-m", "benchmarks.frontier", *session.posargs)
