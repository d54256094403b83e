"""A window with nothing in it but the page, for WebKitWebDriver; Debian's own Python runs it: window.py WATCH.js.

MiniBrowser's bar is wider than a phone, and it can't print without asking.
"""

import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

WATCH = WebKit2.UserScript.new(
    Path(sys.argv[1]).read_text(encoding="utf-8"),
    WebKit2.UserContentInjectedFrames.TOP_FRAME,
    WebKit2.UserScriptInjectionTime.START,
)


def started(context: Any, session: Any) -> None:
    name = WebKit2.ApplicationInfo()
    name.set_name("window")
    session.set_application_info(name)
    session.connect("create-web-view", opened, context)


def opened(_: Any, context: Any) -> Any:
    """Return a new page, in a window of its own; `webkit.messageHandlers.print` prints it into a file."""
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    view.get_settings().set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.NEVER)
    scripts = view.get_user_content_manager()
    scripts.add_script(WATCH)
    scripts.register_script_message_handler_with_reply("print", None)
    scripts.connect("script-message-with-reply-received::print", asked_to_print, view)
    window = Gtk.Window(decorated=False)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _: window.destroy())
    return view


def asked_to_print(_: Any, file: Any, reply: Any, view: Any) -> bool:
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, file.to_string())
    paper = Gtk.PageSetup()
    paper.set_paper_size(Gtk.PaperSize.new("iso_a4"))
    printing = WebKit2.PrintOperation.new(view)
    printing.set_print_settings(settings)
    printing.set_page_setup(paper)
    printing.connect("failed", lambda _, error: reply.return_error_message(error.message))
    printing.connect("finished", lambda _: reply.return_value(file))
    printing.print_()
    return True


if __name__ == "__main__":
    pages = WebKit2.WebContext.new_ephemeral()
    pages.set_automation_allowed(True)
    pages.connect("automation-started", started)
    Gtk.main()
