"""Behind a real proxy with a prefix: page, live view, lab and stepping work in Chromium."""

import asyncio
import os
import re
import subprocess
import sys
import threading

import pytest

pytestmark = pytest.mark.browser
ROOT = "/course/one"


class PrefixProxy:
    """Takes the prefix from the path of each request and hands everything else through."""

    def __init__(self, port):
        self.target = port
        self.loop = asyncio.new_event_loop()
        self.port = 0
        self.refused = []
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait(10)

    def _run(self, ready):
        async def main():
            server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await asyncio.Event().wait()

        self.loop.run_until_complete(main())

    async def _serve(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, path, rest = head.split(" ", 2)
        if not path.startswith(ROOT + "/"):
            self.refused.append(path)
            writer.write(
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            writer.close()
            return
        if "upgrade: websocket" not in head.lower():  # one request per connection is enough here
            rest = re.sub(r"(?im)^connection:.*\r\n", "", rest)
            rest = rest.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        back.write(f"{method} {path.removeprefix(ROOT)} {rest}".encode("latin-1"))

        async def pipe(source, sink):
            try:
                while data := await source.read(65536):
                    sink.write(data)
                    await sink.drain()
            except ConnectionError:
                pass
            finally:
                sink.close()

        await asyncio.gather(pipe(reader, back), pipe(there, writer))


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("here")
    code = f"from gradatim.web.app import serve; serve(port=0, browser=False, root_path='{ROOT}')"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "GRADATIM_TOKEN": "word"},
        cwd=folder,
    )
    try:
        assert process.stdout is not None
        found = re.search(
            r"http://127.0.0.1:(\d+)/course/one/\?token=word", process.stdout.readline()
        )
        assert found
        proxy = PrefixProxy(int(found[1]))
        yield f"http://127.0.0.1:{proxy.port}{ROOT}"
        assert not proxy.refused
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def page(chromium, address):
    found = chromium.new_page(bypass_csp=True)
    found.set_default_timeout(60_000)
    found.problems = []
    found.on("pageerror", lambda error: found.problems.append(str(error)))
    found.on("console", lambda m: found.problems.append(m.text) if m.type == "error" else None)
    found.goto(f"{address}/?token=word&lang=en")
    yield found
    assert not found.problems
    found.close()


def test_a_view_is_live(page, address):
    page.goto(f"{address}/view/perceptron?lang=en")
    page.click("[data-do=step]")
    page.wait_for_function("document.querySelector('.gd')?.dataset.step === '1'")


def test_an_exercise_is_checked(page, address):
    page.goto(f"{address}/lab?lang=en")
    page.click("form button")  # makes the folder
    page.click(".lab-go")
    page.locator("textarea").wait_for()  # the page is set up
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#lab-answer > *")


def test_a_model_is_stepped_through(page, address):
    page.goto(f"{address}/read/models/vision/perceptron.py?lang=en")
    page.click("#begin")
    page.wait_for_selector("#values h2")
