"""A hazard's facts put into a template of the pack; what is shown before issuing and what is issued are the same."""

from datetime import date

from data.packs.model import Pack
from data.rules.paper_facts import Known, Names, facts_of
from data.rules.papers import Document, Template, filled
from data.rules.scope import Actor
from data.store.papers import issuing_org
from data.store.past import HazardPast


def known_of(
    pack: Pack, template: Template, past: HazardPast, actor: Actor, today: date, number: str | None = None
) -> Known:
    """What is known for one paper. The operator of the machine issues for the office in charge."""
    hazard, org = past.hazard, issuing_org(actor, past.hazard)
    return Known(template, hazard, past.cases, past.listing, past.events, today, org, number, names_of(pack))


def names_of(pack: Pack) -> Names:
    """Codes of the pack as names; an unknown code shows itself."""
    orgs = {org.code: org.name for org in pack.organisations}
    towns = {town.code: town.name for town in pack.towns}
    sectors = {sector.code: sector.name for sector in pack.sectors}
    return Names(
        lambda code: orgs.get(code, code) if code else None,
        lambda code: towns.get(code, code) if code else None,
        lambda code: sectors.get(code, code) if code else None,
        pack.wording,
    )


def paper_of(known: Known) -> Document:
    """The paper."""
    return filled(known.template, facts_of(known))
