"""Commands that serve the assistant or look at how it would be served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Optional

import typer
from rich.console import Console

from core.settings import SettingsError
from returndesk.cli.options import DAILY, OPERATOR, DatabaseUrl, ModelDir, Now, State, default, port_option, settings_of
from returndesk.failure import Failure
from returndesk.process.service import LOOPBACK
from returndesk.progress import Progress
from returndesk.project import this_project
from returndesk.serve.serve import Process, become, process_to_be
from returndesk.serve.up import serve

app = typer.Typer()

#: What addresses of a tag are relative to where nobody has said on which page it is.
_ANY_PAGE: Final = "https://shop.example/"


@app.command(rich_help_panel=DAILY)
def up(
    port: Annotated[int, port_option("port", "The bot's port.")] = default("port"),
    actions_port: Annotated[
        int, port_option("actions_port", "The action server's port, where RETURNDESK_ACTIONS_IN=server asks for one.")
    ] = default("actions_port"),
    web_port: Annotated[int, port_option("web_port", "The demo shop's port.")] = default("web_port"),
    carrier_port: Annotated[int, port_option("carrier_port", "The demo carrier's port.")] = default("carrier_port"),
    carrier_url: Annotated[
        Optional[str],
        typer.Option(
            envvar="RETURNDESK_CARRIER_URL", show_default="the demo carrier", help="The carrier's tracking service."
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            envvar="RETURNDESK_HOST", help="The interface of bot and page; 0.0.0.0 opens them to the network."
        ),
    ] = LOOPBACK,
    allow_origin: Annotated[
        Optional[list[str]],
        typer.Option(
            envvar="RETURNDESK_ALLOW_ORIGIN",
            show_default="the demo shop",
            help="A further website whose pages may talk to the bot, such as https://shop.example.",
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    now: Now = None,
    demo_data: Annotated[
        Optional[bool],
        typer.Option(
            "--demo-data/--no-demo-data",
            envvar="RETURNDESK_DEMO_DATA",
            show_default="demo-data",
            help="Fills an empty embedded store with a demo shop.",
        ),
    ] = None,
    model_dir: ModelDir = None,
    state: State = None,
    enable_api: Annotated[
        bool, typer.Option("--enable-api", help="Opens Rasa's HTTP API to whoever shows RETURNDESK_API_TOKEN.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Shows everything that the processes write.")
    ] = False,
) -> None:
    """Serve the assistant with a demo shop until Ctrl-C; train first if the model is stale."""
    project = this_project(state)
    settings = settings_of(
        project,
        port=port,
        actions_port=actions_port,
        web_port=web_port,
        carrier_port=carrier_port,
        carrier_url=carrier_url,
        database_url=database_url,
        now=now,
        demo_data=demo_data,
        model_dir=model_dir,
    )
    origins = tuple(allow_origin or ())
    serve(
        project,
        settings,
        Progress(Console()),
        host=host,
        allowed_origins=origins,
        enable_api=enable_api,
        verbose=verbose,
    )


@app.command("serve", rich_help_panel=OPERATOR)
def serve_one(
    process: Annotated[Process, typer.Argument(help="Which process of the assistant.")],
    host: Annotated[
        str, typer.Option(envvar="RETURNDESK_HOST", help="Its interface; 0.0.0.0 opens it to the network.")
    ] = LOOPBACK,
    port: Annotated[Optional[int], typer.Option(help="Its port.", show_default="5005, 5055, 8080 or 8090")] = None,
    enable_api: Annotated[
        bool, typer.Option("--enable-api", help="Opens Rasa's HTTP API to whoever shows RETURNDESK_API_TOKEN.")
    ] = False,
    database_url: DatabaseUrl = None,
    model_dir: ModelDir = None,
) -> None:
    """Serve one process in the foreground, as containers do: it trains nothing and migrates nothing."""
    project = this_project()
    ports = {Process.ACTIONS: "actions_port", Process.PAGE: "web_port", Process.PEOPLE: "people_port"}
    own_port = ports.get(process, "port")
    settings = settings_of(project, database_url=database_url, model_dir=model_dir, **{own_port: port})
    become(project, process_to_be(project, settings, process, host, enable_api=enable_api))


@app.command(rich_help_panel=OPERATOR)
def doctor(
    enable_api: Annotated[
        bool, typer.Option("--enable-api", help="Look at it as `up --enable-api` would start it.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Write the checks as JSON.")] = False,
    page: Annotated[
        Optional[str],
        typer.Option("--page", help="Try a shop's page with the widget in it instead, from this machine."),
    ] = None,
    database_url: DatabaseUrl = None,
    model_dir: ModelDir = None,
) -> None:
    """Check settings, stores, model and carrier, or a page; exit with 1 where something must not be as it is."""
    from returndesk.doctor.command import as_json, as_lines, examine, failed, show, unusable

    project = this_project()
    try:
        settings = settings_of(project, database_url=database_url, model_dir=model_dir)
    except (SettingsError, Failure) as error:
        checks = [unusable(error)]
    else:
        if page is not None:
            from returndesk.doctor.page_checks import page_checks

            checks = page_checks(page, settings.number_shapes)
        else:
            checks = examine(project, settings, enable_api=enable_api)
    if json_:
        typer.echo(as_json(checks))
    elif page is not None:
        typer.echo(as_lines(checks))
    else:
        show(checks, Console())
    if failed(checks):
        raise typer.Exit(1)


def _on_this_machine(port: str) -> str:
    return f"http://{LOOPBACK}:{default(port)}"


@app.command(rich_help_panel=OPERATOR)
def snippet(
    web_url: Annotated[str, typer.Option(help="Where browsers get the widget's script.")] = _on_this_machine(
        "web_port"
    ),
    server: Annotated[str, typer.Option(help="Where browsers reach the bot.")] = _on_this_machine("port"),
    token_url: Annotated[
        Optional[str], typer.Option(help="Where the shop's page gives the token of who is signed in.")
    ] = None,
    locale: Annotated[
        Optional[str], typer.Option(help="The language of the widget's own words; the page's <html lang> unless given.")
    ] = None,
    theme: Annotated[
        Optional[str], typer.Option(help="light or dark; as the visitor's system is set unless given.")
    ] = None,
    settings: Annotated[
        Optional[list[str]],
        typer.Option("--set", help="A further attribute of docs/widget.md without data-: --set position=left."),
    ] = None,
) -> None:
    """Print the script tag by which a shop's page embeds the chat widget, with its integrity hash."""
    from returndesk.demo_shop.widget_script import ATTRIBUTES, load_script
    from returndesk.demo_shop.widget_script import snippet as widget_tag

    more = dict(each.partition("=")[::2] for each in settings or ())
    unknown = sorted(more.keys() - ATTRIBUTES)
    if unknown:
        names = ", ".join(sorted(ATTRIBUTES))
        raise typer.BadParameter(f"there is no data-{unknown[0]}; there are {names}", param_hint="--set")
    _refuse_unreadable({"server": server, "token-url": token_url, "locale": locale, "theme": theme, **more})
    script = load_script()
    typer.echo(
        widget_tag(
            script, web_url=web_url, server_url=server, token_url=token_url, locale=locale, theme=theme, more=more
        )
    )
    typer.echo(f"The script has {len(script.body):,} bytes, {len(script.compressed):,} gzipped.", err=True)


def _refuse_unreadable(attributes: Mapping[str, Optional[str]]) -> None:
    """End with what `doctor --page` would say of an attribute that the widget can't read."""
    from core.identifiers import USUAL_SHAPES
    from returndesk.doctor.check import Verdict
    from returndesk.doctor.page_attributes import attribute_checks
    from returndesk.doctor.page_tag import ShopPage

    tag = {f"data-{name}": value for name, value in attributes.items() if value is not None}
    for check in attribute_checks(ShopPage(_ANY_PAGE), tag, USUAL_SHAPES):
        if check.verdict is Verdict.FAIL:
            raise typer.BadParameter(f"{check.found}; {check.remedy}", param_hint=check.name)
