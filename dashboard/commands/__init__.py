"""The verbs of ``onemap``, one file each; ``VERBS`` is the list of all that exist."""

from dashboard.commands import (
    assess,
    audit,
    batches,
    bench,
    demo,
    doctor,
    escalate,
    export,
    geocode,
    import_,
    init,
    migrate,
    paper,
    review,
    serve,
    stats,
    template,
)
from dashboard.commands.base import Answer, Verb, open_store

VERBS: tuple[Verb, ...] = (
    demo.VERB,
    init.VERB,
    migrate.VERB,
    import_.VERB,
    template.VERB,
    batches.BATCHES,
    batches.TAKE_BACK,
    review.VERB,
    export.VERB,
    paper.VERB,
    stats.VERB,
    assess.VERB,
    geocode.VERB,
    serve.VERB,
    doctor.VERB,
    escalate.VERB,
    audit.VERB,
    bench.VERB,
)

__all__ = ["VERBS", "Answer", "Verb", "open_store"]
