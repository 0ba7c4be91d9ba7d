"""`python -m lab`: measures the assistant, in a checkout. No part of the product."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from core.database.errors import StoreUnavailable
from core.settings import ActionsIn, Settings, SettingsError, load_settings
from returndesk.failure import Failure
from returndesk.model.training import model_file, train_if_stale
from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress
from returndesk.project import this_project

_INTERRUPTED = 130

app = typer.Typer(
    name="lab",
    help="Measures the assistant: cost, load, faults, attacks, a store of millions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ModelDir = Annotated[
    Optional[Path],
    typer.Option(
        envvar="RETURNDESK_MODEL_DIR",
        show_default=str(Settings.__fields__["model_dir"].default),
        help="The folder of the trained model.",
        file_okay=False,
        resolve_path=True,
    ),
]


@app.command()
def evaluate(
    model_dir: ModelDir = None,
    output: Annotated[
        Optional[Path],
        typer.Option(
            show_default=".returndesk/evaluation",
            help="Where report and pictures go.",
            file_okay=False,
            resolve_path=True,
        ),
    ] = None,
    docs: Annotated[bool, typer.Option("--docs", help="Renew the tables and pictures of docs/evaluation.md.")] = False,
    as_is: Annotated[bool, typer.Option("--as-is", help="Take the model as it is, even if it is stale.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Put messages as they were written only, and hold no limit.")
    ] = False,
) -> None:
    """Measure how messages that training never saw are understood and answered; fail below the committed limits."""
    from lab.evaluation.command import Examination
    from lab.evaluation.command import evaluate as run

    project = this_project()
    models = model_dir or project.root / load_settings().model_dir
    progress = Progress(Console())
    if not as_is:
        with StopSignals() as stop_signals:
            train_if_stale(project, models, progress, stop_signals)
    target = output or project.state / "evaluation"
    page = project.root / "docs" if docs else None
    found = run(Examination(project, model_file(models), target, page, plain=plain), progress)
    if found.misses:
        raise typer.Exit(1)


@app.command(name="follow-ups")
def follow_ups() -> None:
    """Measure what the examples of follow-ups teach, on each author's in turn; trains nothing that is kept."""
    from lab.follow_ups.command import measure_follow_ups

    measure_follow_ups(Progress(Console()))


@app.command()
def doubt(
    model_dir: ModelDir = None,
    bar: Annotated[float, typer.Option(min=0, max=1, help="How likely right an answer must be to be given.")] = 0.65,
    more: Annotated[
        Optional[Path],
        typer.Option("--with", help="A folder of sets that are not in the repository.", exists=True, file_okay=False),
    ] = None,
) -> None:
    """Fit how likely answers are right on the test sets, and write bot/nlu/doubt.yml; takes the model as it is."""
    from bot.rasa_patches.without_tensorflow import keep_out

    # Importing Rasa is what the guard has to come before.
    keep_out()
    from lab.doubt.command import fit_doubt

    project = this_project()
    models = model_dir or project.root / load_settings().model_dir
    fit_doubt(project, model_file(models), bar, more, Progress(Console()))


@app.command("put-messages")
def put(
    model: Annotated[Path, typer.Argument(help="The model's archive.", dir_okay=False, resolve_path=True)],
    messages: Annotated[Path, typer.Argument(help="A JSON list of text and intent.", dir_okay=False)],
    answers: Annotated[Path, typer.Argument(help="Where what becomes of each goes.", dir_okay=False)],
) -> None:
    """Put messages of a file to a model: what `returndesk learn try` asks of the model in use and of the candidate."""
    from lab.evaluation.messages import put_messages

    put_messages(this_project(), model, messages, answers)


@app.command()
def benchmark(
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help="A few samples with the models of the last run; docs/benchmarks.md stays as it is."
        ),
    ] = False,
    stock_epochs: Annotated[
        Optional[int],
        typer.Option(
            min=1,
            max=100,
            show_default="100, more than an hour on two cores",
            help="Cuts the stock bot's training short.",
        ),
    ] = None,
    keep_stock: Annotated[
        bool, typer.Option("--keep-stock", help="Measures the stock bot that the last run trained, and trains ours.")
    ] = False,
) -> None:
    """Train and serve our bot and stock Rasa's on the same data, measure both in turns, write docs/benchmarks.md."""
    from lab.benchmark.command import FULL, QUICK, Bench

    with StopSignals() as stop_signals:
        plan = replace(QUICK if quick else FULL, stock_epochs=stock_epochs, keep_stock=keep_stock)
        Bench(this_project(), plan, Progress(Console()), stop_signals).run()


@app.command("turn-cost")
def turn_cost(
    against: Annotated[
        Optional[Path],
        typer.Option(help="Another checkout with its model, measured in turns.", exists=True, resolve_path=True),
    ] = None,
    actions_in: Annotated[ActionsIn, typer.Option(help="Which process here runs the actions.")] = ActionsIn.BOT,
    rounds: Annotated[int, typer.Option(min=1, help="How many samples of each kind of turn.")] = 10,
    customers: Annotated[int, typer.Option(min=0, help="How many talk at once in the end.")] = 64,
    seconds: Annotated[float, typer.Option(min=0.1, help="For how long they do, three times.")] = 10.0,
    conversations: Annotated[int, typer.Option(min=0, help="How many long conversations are measured.")] = 3,
    blocks: Annotated[int, typer.Option(min=1, help="How many blocks of 44 questions each of them has.")] = 4,
) -> None:
    """Measure the processor time of a turn in all processes, also in long conversations, and what a crowd waits for."""
    from lab.benchmark.turn_cost import TurnCost

    progress = Progress(Console())
    TurnCost(this_project(), against, actions_in, rounds, customers, seconds, conversations, blocks, progress).run()


@app.command("languages")
def languages(model_dir: ModelDir = None) -> None:
    """Measure what the other nine languages cost a customer who writes English, and print it."""
    from lab.benchmark.language_cost import measure_languages

    project = this_project()
    models = model_dir or project.root / load_settings().model_dir
    console = Console()
    for line in measure_languages(project, model_file(models)).lines():
        console.print(line, highlight=False)


@app.command("people-pages")
def people_pages(
    conversations: Annotated[int, typer.Option(min=1, help="How many conversations, of two messages each.")] = 100_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each page is asked for.")] = 10,
) -> None:
    """Time the pages of the application for people over a store of its own; with 100,000 write docs/people.md."""
    from tempfile import TemporaryDirectory

    from lab.benchmark.document import replace_measured
    from lab.people_pages.command import PUBLISHED, measure
    from lab.people_pages.report import BEGIN, measured_part

    progress = Progress(Console())
    with TemporaryDirectory() as folder:
        part = measured_part(measure(Path(folder), conversations, rounds, progress))
    if conversations >= PUBLISHED:
        replace_measured(this_project().root / "docs" / "people.md", part, BEGIN)
        progress.done("docs/people.md is written")
    else:
        progress.say(part)


@app.command("people-words")
def people_words(
    new: Annotated[str, typer.Option(help="The tag of a language that is to have a catalogue, such as fr.")] = "",
) -> None:
    """Bring the catalogues of the pages for people up to date with the code, and say what is not translated."""
    from lab.people_words.gathering import messages
    from lab.people_words.renewal import renew

    progress = Progress(Console())
    for tag, missing in renew(messages(this_project()), new=new).items():
        progress.say(f"{tag}: {missing} messages are not translated, and stand in English")


@app.command("store-size")
def store_size(
    returns: Annotated[int, typer.Option(min=1_000, help="How many returns; each has four events.")] = 10_000_000,
    seed: Annotated[int, typer.Option(help="Another one makes another shop of the same shape.")] = 1,
    database_url: Annotated[
        Optional[str], typer.Option(help="An empty PostgreSQL database.", show_default="a server of its own")
    ] = None,
    folder: Annotated[
        Optional[Path],
        typer.Option(
            help="Where a server of its own keeps its data.",
            show_default=".returndesk/store-size",
            file_okay=False,
            resolve_path=True,
        ),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the data there for a second run.")] = False,
    samples: Annotated[int, typer.Option(min=8, help="How often each query is timed.")] = 200,
) -> None:
    """Fill a store with millions of returns, time every query; with ten million write docs/store-size.md."""
    from lab.store_size.command import PUBLISHED, StoreSize, Wish

    project = this_project()
    page = project.root / "docs" / "store-size.md" if returns >= PUBLISHED else None
    wish = Wish(returns, seed, database_url, folder or project.state / "store-size", keep, samples, page)
    StoreSize(project, wish, Progress(Console())).run()


@app.command()
def load(
    quick: Annotated[
        bool, typer.Option("--quick", help="A few seconds of everything; docs/load.md stays as it is.")
    ] = False,
    soak: Annotated[
        Optional[float], typer.Option(min=0.1, help="Instead, talk for so many minutes and look at everybody's memory.")
    ] = None,
    rate: Annotated[
        Optional[float], typer.Option(min=0.1, show_default="40 % of the knee", help="Messages a second of --soak.")
    ] = None,
    model_dir: ModelDir = None,
) -> None:
    """Measure how many customers a cluster of bots and action servers carries, and write docs/load.md."""
    from lab.load.command import Load

    run = Load(this_project(), Progress(Console()), quick=quick, model_dir=model_dir)
    if soak is None:
        run.measure()
    else:
        run.soak(soak, rate)


@app.command()
def faults(
    names: Annotated[Optional[list[str]], typer.Argument(help="What to break; everything without.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A few customers only; docs/load.md stays as it is.")] = False,
    model_dir: ModelDir = None,
) -> None:
    """Break one part of a cluster after the other while customers talk, count, and write docs/load.md."""
    from lab.load.fault_command import FaultSeries

    series = FaultSeries(this_project(), Progress(Console()), quick=quick, model_dir=model_dir)
    if not all(outcome.kept for outcome in series.run(names or ())):
        raise typer.Exit(1)


@app.command()
def changes(
    count: Annotated[int, typer.Option(min=50, help="How many changes to tell of.")] = 100_000,
    kills: Annotated[int, typer.Option(min=0, help="How often the server is killed on the way.")] = 5,
    postgresql: Annotated[
        bool, typer.Option("--postgresql", help="Keep the store in a PostgreSQL of its own.")
    ] = False,
) -> None:
    """Tell an action server of a shop's changes while it is killed; fail where one is lost, doubled or outdated."""
    from lab.load.change_run import ChangeRun

    progress = Progress(Console())
    outcome = ChangeRun(this_project(), progress, count, kills, postgresql=postgresql).run()
    running = outcome.seconds - outcome.away
    progress.say(f"{count / running:.0f} changes a second in {running:.0f} s, and {outcome.away:.0f} s away")
    progress.say(f"sent again {outcome.tries} times; answered otherwise when repeated: {outcome.otherwise}")
    progress.say(", ".join(f"{name}: {number:,}" for name, number in sorted(outcome.results.items())))
    progress.say(", ".join(f"{name}: {number}" for name, number in outcome.wrong.items()))
    if not outcome.kept:
        raise typer.Exit(1)


@app.command()
def hostile(
    quick: Annotated[bool, typer.Option("--quick", help="A few seconds only; docs/load.md stays as it is.")] = False,
    model_dir: ModelDir = None,
) -> None:
    """Attack a desk with messages and sockets that are made to wear it out, measure, and write docs/load.md."""
    from lab.load.hostile_command import Hostility

    if not Hostility(this_project(), Progress(Console()), quick=quick, model_dir=model_dir).run():
        raise typer.Exit(1)


@app.command()
def attack(
    names: Annotated[Optional[list[str]], typer.Argument(help="Which attacks; all without.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="A few seconds only; docs/security.md stays as it is.")
    ] = False,
    model_dir: ModelDir = None,
) -> None:
    """Attack a desk as one stranger can, print what others waited and what memory it took, write docs/security.md."""
    from lab.load.attack_command import Attacking

    if not Attacking(this_project(), Progress(Console()), quick=quick, model_dir=model_dir).run(names or ()):
        raise typer.Exit(1)


@app.command("mendings")
def take_out(
    numbers: Annotated[Optional[list[int]], typer.Argument(help="Which findings; all without.")] = None,
) -> None:
    """Take what mended each finding out of a copy of the last commit, run its test, write docs/security.md."""
    from lab.mendings.mendings import Taking

    if not Taking(this_project(), Progress(Console())).run(numbers or ()):
        raise typer.Exit(1)


def main() -> None:
    """Run the command; a known problem is one message and exit code 1, never a traceback."""
    try:
        app(prog_name="python -m lab")
    except (Failure, SettingsError, StoreUnavailable) as error:
        Console(stderr=True).print(f"lab: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
