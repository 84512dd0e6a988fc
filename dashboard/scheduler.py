"""What a server does by itself: at its start and after midnight of the pack's zone, the ladder of overdue hazards.

The job looks every few minutes whether the day's run was done, by this server or another one on the same database, and
runs it if not: a server that slept over midnight, or one that died at work, is made up for without being told.
"""

import logging
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from dashboard.services import Services
from data.store.escalating import catch_up

EVERY = "*/5"
"""Minutes at which the job looks, as cron writes them: 00:00 is one of them."""
log = logging.getLogger("onemap")


def scheduler(parts: Services) -> BackgroundScheduler:
    """The scheduler of one server, not started yet; one run at a time, and only one of several that were missed."""
    made = BackgroundScheduler(timezone=parts.pack.zone)
    made.add_job(
        tick,
        CronTrigger(minute=EVERY, timezone=parts.pack.zone),
        args=[parts],
        id="escalation",
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        next_run_time=datetime.now(parts.pack.zone),
    )
    return made


def tick(parts: Services) -> None:
    """Run the ladder unless today's run was done, and let the figures know."""
    run = catch_up(parts.engine, parts.pack, parts.now())
    if run is None or run.busy:
        return
    log.info("escalation as of %s: %d raised, %d ended", run.as_of, len(run.raised), run.dropped)
    if run.raised or run.dropped:
        parts.model.refresh()
