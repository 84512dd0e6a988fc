"""Whose turn it is: a few runs at a time, one of each person, the others in the order in which they came."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Lock

from sqlalchemy import Engine

from dashboard.importing.runs import Found, Run, State
from data.exchange.errors import DatumNotDeclared, NotUnderstood
from data.exchange.progress import Cancelled
from data.packs import Pack
from data.words import speaking, t

AT_A_TIME = 2


class Queue:
    """Runs imports beside the requests, over ``pack``.

    ``after`` is called when something was written, ``sentence`` says an error.
    """

    def __init__(
        self, engine: Engine, pack: Pack, after: Callable[[], object], sentence: Callable[[BaseException], str]
    ) -> None:
        self._engine, self.pack, self._after, self._sentence = engine, pack, after, sentence
        self._pool = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="import")
        self._waiting: list[Run] = []
        self._running: list[Run] = []
        self._latest: dict[str, Run] = {}
        self._lock = Lock()

    def latest(self, upload: str) -> Run | None:
        """The newest run of a file."""
        return self._latest.get(upload)

    def add(self, run: Run) -> None:
        """Let it wait for its turn; a run of the same file that is not over goes on, and this one is left out."""
        with self._lock:
            before = self._latest.get(run.upload.id)
            if before is not None and not before.is_over:
                return
            self._latest[run.upload.id] = run
            self._waiting.append(run)
        self._next()

    def stop(self, upload: str) -> None:
        """Stop the run of a file: at once while it waits, else at its next word, if there is one before the end."""
        with self._lock:
            run = self._latest.get(upload)
            if run is None or run.is_over:
                return
            run.stopped = True
            if run in self._waiting:
                self._waiting.remove(run)
                self._refuse(run, Cancelled())

    def forget(self, upload: str) -> None:
        """Stop it, and know nothing of it any more."""
        self.stop(upload)
        self._latest.pop(upload, None)

    def _next(self) -> None:
        for run in self._taken():
            self._pool.submit(self._work, run).add_done_callback(partial(self._ended, run))

    def _taken(self) -> list[Run]:
        """Those whose turn has come."""
        taken: list[Run] = []
        with self._lock:
            for run in list(self._waiting):
                busy = {each.upload.owner for each in self._running}
                if len(self._running) < AT_A_TIME and run.upload.owner not in busy:
                    self._waiting.remove(run)
                    self._running.append(run)
                    run.state = State.RUNNING
                    taken.append(run)
        return taken

    def _work(self, run: Run) -> Found:
        try:
            return run.work(self._engine, self.pack)
        finally:
            if run.batch:
                self._after()

    def _ended(self, run: Run, future: "Future[Found]") -> None:
        error = future.exception()
        with self._lock:
            self._running.remove(run)
            if error is None:
                run.found, run.state = future.result(), State.DONE
            else:
                self._refuse(run, error)
        self._next()

    def _refuse(self, run: Run, error: BaseException) -> None:
        with speaking(run.lang):
            why = self._sentence(error)
            run.sentence = t("page_import.written_but", batch=run.batch, why=why) if run.batch else why
        run.needs_datum = isinstance(error, DatumNotDeclared)
        run.tables = error.tables if isinstance(error, NotUnderstood) else ()
        run.state = State.CANCELLED if isinstance(error, Cancelled) else State.REFUSED
