"""The line of a page, which also tells what the test says, as if the server had sent it.

In here: news of what a test cannot well make happen, and silence where news would come at any
time. Not in here: what it is (the tests).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

LISTENS = """(() => {
  const Socket = WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...where) {
      super(...where);
      window.line = this;
      this.addEventListener("message", ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === "state") window.told = message;
        if (message.v) window.told.v = message.v;
      });
    }
  };
})()"""
DEAF = """(() => {
  const Socket = WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...where) {
      super(...where);
      this.addEventListener("message", (event) => {
        if (JSON.parse(event.data).type === KIND) event.stopImmediatePropagation();
      });
    }
  };
})()"""
SAYS = "(text) => window.line.dispatchEvent(new MessageEvent('message', { data: text }))"


def turn_deaf(page: Page, kind: str) -> None:
    """From its next loading on the page hears no message of this type."""
    page.add_init_script(DEAF.replace("KIND", json.dumps(kind)))


class Line:
    """The line of a page that is yet to be opened."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.add_init_script(LISTENS)

    def has(self, parts: Mapping[str, Any]) -> None:
        """The whole document, with these parts as if they had been so all the time."""
        state = self._page.evaluate("window.told")
        self._send({**state, "payload": {**state["payload"], **parts}})

    def tells(self, kind: str, patch: Any) -> None:
        """The next version's only message."""
        self._send({"type": kind, "v": self._page.evaluate("window.told.v") + 1, "payload": patch})

    def _send(self, message: dict[str, Any]) -> None:
        self._page.evaluate(SAYS, json.dumps(message))
