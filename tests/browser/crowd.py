"""Two hundred experts at once through real HTTP; each sends until it is acknowledged."""

from __future__ import annotations

import html
import http.client
import random
import re
import statistics
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

from elicitation.workshop.serving import prepare
from elicitation.workshop.session import WorkshopSession
from tests.browser.served import PASSWORD, free_port, start
from tests.elicitation.workshop import PLAN, begin, done

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass(kw_only=True)
class Crowd:
    """A study of so many experts, its server, and what was acknowledged of whom."""

    folder: Path
    secrets: dict[str, str]
    port: int
    keys: tuple[str, ...]
    seconds: list[float] = field(default_factory=list)
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, secret: str, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Return status, text and address of an answer, sent again while the server is away."""
        headers = {"Cookie": f"resolve_expert={secret}", "Host": f"localhost:{self.port}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        ends = time.monotonic() + 300
        while time.monotonic() < ends:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                line.request(method, path, body or None, headers)
                got = line.getresponse()
                text = got.read().decode()
            except (OSError, http.client.HTTPException):
                time.sleep(random.uniform(0.05, 0.3))
                continue
            finally:
                line.close()  # also where the server was killed in mid-answer
            if got.status != 503:
                return got.status, text, got.headers.get("Location", "")
            time.sleep(random.uniform(0.05, 0.3))
        raise AssertionError("the server stays away")

    def answer(self, expert: str, number: int) -> None:
        """Fill in one question and note what the server says."""
        secret, best = self.secrets[expert], str(1 + int(expert[1:]) % 97)
        _, page, _ = self.ask(secret, "GET", f"/expert/q/{number}")
        form = {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
        form |= {"action": "save", "reason": f"{expert} on {number}"}
        form |= {"c1-best": best, "c0-best": "1"}  # of states the second, of one number the first
        began = time.monotonic()
        status, text, _ = self.ask(
            secret, "POST", f"/expert/q/{number}", urllib.parse.urlencode(form)
        )
        with self.lock:
            self.seconds.append(time.monotonic() - began)
            if status in (200, 303):
                self.acknowledged.setdefault(expert, []).append(self.keys[number - 1])
            else:
                self.failures.append(f"{expert} {number}: {status} {text[-300:]}")

    def everybody(self, *, since: int = 0) -> float:
        """Let all answer at once, after their first so many, and return the seconds it took."""

        def one(expert: str) -> None:
            for number in range(since + 1, len(self.keys) + 1):
                self.answer(expert, number)

        began = time.monotonic()
        threads = [threading.Thread(target=one, args=(expert,)) for expert in self.secrets]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.monotonic() - began

    def told(self) -> str:
        """Return median and 99th percentile of the time to an acknowledgement."""
        ordered = sorted(self.seconds)
        last = ordered[int(0.99 * (len(ordered) - 1))]
        return f"median {statistics.median(ordered):.2f} s, 99th percentile {last:.2f} s"


def crowd(folder: Path, size: int, *, each: int) -> Crowd:
    """Return a study of so many experts with their links, who answer so many questions each."""
    begin(folder)
    names = [f"E{n:03d}" for n in range(1, size + 1)]
    plan = PLAN.partition("[expert.")[0]
    plan += "".join(f'[expert.{name}]\nlabel = "{name}"\n' for name in names)
    (folder / "elicitation.toml").write_text(plan, "utf-8")
    prepare(folder, PASSWORD)
    desk = WorkshopSession(folder=folder, base="http://localhost")
    secrets = {name: desk.new_link(name) for name in names}
    done(folder, "round", "open", 1)
    keys = tuple(question.key for question in desk.asked(names[0])[:each])
    return Crowd(folder=folder, secrets=secrets, port=free_port(), keys=keys)


def killing(crowd_: Crowd, kills: int) -> int:
    """Kill the server so many times while the crowd is at work, or until it is done."""
    running = start(crowd_.folder, crowd_.port)
    work = threading.Thread(target=crowd_.everybody)
    work.start()
    count = 0
    try:
        while count < kills and work.is_alive():
            time.sleep(random.Random(count).uniform(0.05, 0.4))
            running.kill()
            running.wait(20)
            count += 1
            running = start(crowd_.folder, crowd_.port)
        work.join()
    finally:
        running.kill()
        running.wait(20)
    return count
