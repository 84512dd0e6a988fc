"""Every component id of the dashboard; pages and assets know components by these names only."""

from enum import StrEnum


class Shell(StrEnum):
    """The frame around every page."""

    LOCATION = "location"
    CONTENT = "content"
    NAVIGATION = "navigation"
    NOTICES = "notices"
    UPDATED = "updated"
    CHANGE = "change"
    """Store: number of the newest change the browser has heard of; pages refresh by it."""
    THEME = "theme"
    """Store: ``light`` or ``dark``."""
    THEME_BUTTON = "theme-button"
    TOLD = "told"
    """What a screen reader is told without being asked; see `onemap.say`."""
    LANGUAGE_BUTTON = "language-button"
    VIEWER = "viewer"
    TITLE = "title"


class Map(StrEnum):
    """The map page."""

    PAGE = "map-page"
    CANVAS = "map-canvas"
    FILTERS = "map-filters"
    KEYWORD = "map-keyword"
    FROM = "map-from"
    TO = "map-to"
    CHIPS = "map-chips"
    HEADLINE = "map-headline"
    """Pattern: label and number of one headline, ``{"type": HEADLINE, "key": …}``."""
    CHANGED = "map-changed"
    """Pattern: the change of one headline against another period, ``{"type": CHANGED, "key": …}``."""
    BASIS = "map-basis"
    COMPARE = "map-compare"
    BANNER = "map-banner"
    SAVED = "map-saved"
    """Where saved filters stand, at the top of the panel."""
    AS_OF = "map-as-of"
    MEASURE = "map-measure"
    QUESTION = "map-question"
    """Pattern: the title of one chart, ``{"type": QUESTION, "key": …}``."""
    LOOK = "map-look"
    """Store: how the reader looks at the figures, ``{"bars": …, "compare": …}``, as in the hash of the address."""
    FUNNEL = "map-funnel"
    TREND = "map-trend"
    BY_TOWN = "map-by-town"
    BY_SECTOR = "map-by-sector"
    BY_LEVEL = "map-by-level"
    DRAWER = "map-drawer"
    SELECTED = "map-selected"
    """Store: what is selected on the map, ``{"kind": "hazards" | "objects" | …, "ids": […]}`` or None."""
    MARK = "map-mark"
    """Store: ``[lon, lat]`` of what is selected, or None."""
    VIEW = "map-view"
    """Store: what the browser's map knows from the start, see `dashboard.pages.map_furniture.settings`."""
    LEGEND = "map-legend"
    LEGEND_LIST = "map-legend-list"
    LAYERS = "map-layers"
    LAYER_LIST = "map-layer-list"
    DRAWN = "map-drawn"
    TOOL_WORDS = "map-tool-words"
    """Words of the scripts of `dashboard.pages.map_tools`, in its ``data-words``."""


class Basemap(StrEnum):
    """The chooser of the map's ground."""

    CARD = "basemaps"
    STRENGTH = "basemap-strength"


class Form(StrEnum):
    """Parts of every form; fields are ``{"type": FIELD, "form": …, "name": …}``."""

    FIELD = "field"


class Lists(StrEnum):
    """The list of hazards and that of objects; there is one on a page."""

    GRID = "list-grid"
    CHIPS = "list-chips"
    PERIODS = "list-periods"
    COUNTED = "list-counted"
    """Pattern: what has the number of rows of an option in it, ``{"type": COUNTED, "key": …}``."""
    PICK = "list-pick"
    """Pattern: one control of the filter bar, ``{"type": PICK, "key": …}``."""
    ON_MAP = "list-on-map"
    ASKED = "list-asked"
    """Store: never written; the browser's list listens to address and news through it."""


class Hazard(StrEnum):
    """The hazard page."""

    BODY = "hazard-body"
    NUMBER = "hazard-number"
    """Store: number of the hazard."""
    VERSION = "hazard-version"
    """Store: row version that the page shows; a verb is called with it."""
    MOVE = "hazard-move"
    """Pattern: one button of a move, ``{"type": MOVE, "move": …, "case": …}``."""
    DRAWER = "hazard-drawer"
    FORM = "hazard-form"
    OPENED = "hazard-opened"
    """Store: the move whose form is drawn, ``{"move", "case"}``."""
    ALERT = "hazard-alert"
    SUBMIT = "hazard-submit"
    PRINT = "hazard-print"
    AMEND = "hazard-amend"
    AMENDING = "hazard-amending"
    """The drawer of the form that corrects facts."""
    AMEND_FORM = "hazard-amend-form"
    AMEND_ALERT = "hazard-amend-alert"
    AMEND_SUBMIT = "hazard-amend-submit"
    AMEND_FROM = "hazard-amend-from"
    """Store: row version and values that the form of facts was filled from, ``{"version", "before"}``."""
    STAMP = "hazard-stamp"
    """Store: changes whenever anything on the page does."""
    LIST = "hazard-list"
    """Store: the query the page was opened with."""
    ISSUE = "hazard-issue"
    """Pattern: the button that issues a paper, ``{"type": ISSUE, "kind": …}``."""


class Report(StrEnum):
    """The form that reports a hazard."""

    PAGE = "report-page"
    ALERT = "report-alert"
    SUBMIT = "report-submit"
    DONE = "report-done"
    OBJECT = "report-object-block"
    SUBJECT = "report-subject-block"
    BASIS = "report-basis-block"


class ObjectPage(StrEnum):
    """Page and form of supervised objects."""

    BODY = "object-body"
    ID = "object-id"
    FILLED = "object-filled"
    """Store: row version and values that the form was filled from, ``{"version", "before"}``."""
    EDIT = "object-edit"
    DRAWER = "object-drawer"
    ALERT = "object-alert"
    SUBMIT = "object-submit"
    SUGGESTION = "object-suggestion"
    ACCEPT = "object-accept"
    PRINT = "object-print"
    STAMP = "object-stamp"
    """Store: changes whenever anything on the page does."""
    ACT = "object-act"
    """Pattern: one button of an act, ``{"type": ACT, "act": …}``."""
    ACTING = "object-acting"
    """The drawer of the form of an act."""
    ACTED = "object-acted"
    """Store: the act whose form is drawn and the row version it was drawn from, ``{"act", "version"}``."""
    ACT_FORM = "object-act-form"
    ACT_ALERT = "object-act-alert"
    ACT_SUBMIT = "object-act-submit"
    COMPARED = "object-compared"


class Review(StrEnum):
    """The page of rows that wait for a decision; its parts are drawn by ``review.js``."""

    PAGE = "review-page"
    WORDS = "review-words"
    """Store: what the script says and offers; the page begins when it comes."""
    BEGUN = "review-begun"
    """Store: never written; the script begins through it."""


class Import(StrEnum):
    """The page that takes ledgers; its parts are drawn by ``import.js``."""

    PAGE = "import-page"
    WORDS = "import-words"
    """Store: what the script says and offers; the page begins when it comes."""
    BEGUN = "import-begun"
    """Store: never written; the script begins through it."""


class Quality(StrEnum):
    """The page of data quality; what is drawn into ``PAGE`` travels as a tree of markup."""

    PAGE = "quality-page"
    ASKED = "quality-asked"
    """Store: the means that was pressed, ``{"mend", "finding", "id", "other"}``; written by ``quality.js``."""
    OPENED = "quality-opened"
    """Store: what the open form mends, with the versions of what the person saw."""
    DRAWER = "quality-drawer"
    FORM = "quality-form"
    ALERT = "quality-alert"
    COMPARED = "quality-compared"
    SUBMIT = "quality-submit"


class Loop(StrEnum):
    """The board of the loop; what is drawn into ``PAGE`` and ``BAR`` travels as trees of markup."""

    PAGE = "loop-page"
    BAR = "loop-bar"
    """What may be done with what is ticked."""
    PICKED = "loop-picked"
    """Store: numbers of the hazards that are ticked; written by ``loop.js``."""
    ASKED = "loop-asked"
    """Store: the move that was pressed, ``{"move", "numbers"}``; written by ``loop.js``."""
    OPENED = "loop-opened"
    """Store: the move whose form is drawn, with the versions that the person saw."""
    DRAWER = "loop-drawer"
    FORM = "loop-form"
    ALERT = "loop-alert"
    SUBMIT = "loop-submit"
    RESULTS = "loop-results"


class Charts(StrEnum):
    """The page of charts; what is drawn into ``CHIPS`` travels as a tree of markup."""

    CHIPS = "charts-chips"
    BASIS = "charts-basis"
    CARD = "charts-card"
    """Pattern: the graph of one chart, ``{"type": CARD, "key": …}``."""


class Actions(StrEnum):
    """The list of 督办事项; what is drawn into ``PAGE`` travels as a tree of markup."""

    PAGE = "actions-page"
    ASKED = "actions-asked"
    """Store: the decision that was pressed, ``{"act", "number"}``; written by ``actions.js``."""
    OPENED = "actions-opened"
    """Store: the decision whose form is drawn, with the version that the person saw."""
    DRAWER = "actions-drawer"
    FORM = "actions-form"
    ALERT = "actions-alert"
    SUBMIT = "actions-submit"


class Sheet(StrEnum):
    """统计表; what is drawn into ``PAGE`` travels as a tree of markup."""

    PAGE = "sheet-page"
    FROM = "sheet-from"
    TO = "sheet-to"
    AS_OF = "sheet-as-of"
    KNOWN = "sheet-known"
    EXPORT = "sheet-export"


class Assessment(StrEnum):
    """The assessment of towns and departments; what is drawn into ``PAGE`` travels as a tree of markup."""

    PAGE = "assessment-page"
    FROM = "assessment-from"
    TO = "assessment-to"
    MARKS = "assessment-marks"
    """What was entered; its buttons take it back."""
    ENTER = "assessment-enter"
    DRAWER = "assessment-drawer"
    FORM = "assessment-form"
    ALERT = "assessment-alert"
    SUBMIT = "assessment-submit"


class Taking(StrEnum):
    """The drawer that takes back a file or an inspection."""

    BUTTON = "taking-button"
    """Pattern: ``{"type": BUTTON, "kind": …, "number": …}``."""
    DRAWER = "taking-drawer"
    FORM = "taking-form"
    TARGET = "taking-target"
    """Store: what is to be taken back, ``{"kind", "number"}``."""
    ALERT = "taking-alert"
    SUBMIT = "taking-submit"
