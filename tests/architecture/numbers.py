"""Numbers that decide: hours, thresholds and windows belong in the packs, beside their source. What may stay, and why.

Looked at in core, rooms and flows: a number that something is compared with, that a constant is given, that is handed
to `timedelta`, `time`, `min` or `max`, or that stands as the default of a parameter. In doors: what is handed to
`timedelta` and `time`, and what is compared with a name that carries a unit. Not looked at: 0, 1 and -1, positions in
a list, the length of a column, the length of a list, and changing one unit into another (`days * 7`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch

BOUND = "keeps a page, a query or a document small; a person sees that there is more"
IMPOSSIBLE = (
    "beyond it a value is a slip of the pen, in every country; it refuses, it never decides about care"
)
OURS = "our own deadline for telling somebody; it moves no care, and says so beside it"
SEARCH = "how a search looks for a plan; what a plan may be is said by the rules of the pack"
FORMAT = "what a format, a protocol of the internet or arithmetic prescribes"

# Where (file: name of the constant or function) and why it is no rule of care. A line that nothing needs is a fault.
ALLOWED: dict[str, str] = {
    "core/indicators/disclosure.py: SMALLEST_*": "what of a figure is shown; it moves no care; ADR 0903",
    "core/indicators/disclosure.py: ROUNDED_TO": "what of a figure is shown; it moves no care; ADR 0903",
    "core/indicators/family_rows.py: WATCHED_DAYS": "how long after a birth figures look; it moves no care; ADR 0903",
    "core/indicators/family_rows.py: _Rows._anchor": "a due date has no hour: its noon",
    "core/indicators/limits.py: *": "statistics: what is chance in a chart; it moves no care",
    "core/indicators/pseudonyms.py: *": "lengths of a keyed hash",
    "rooms/registry/lake.py: CLOSES_AFTER_MONTHS": "when a month of figures is closed; it moves no care; ADR 0903",
    "rooms/audit/queries.py: MOST_LOOKS": BOUND,
    "flows/see_log.py: MOST_*": BOUND,
    "flows/see_log.py: ON_A_PAGE": BOUND,
    "rooms/planner/facts.py: KM_OF_A_DEGREE": "how long a degree of latitude is",
    "rooms/planner/models/carers.py: MOST_HOURS_A_WEEK": IMPOSSIBLE,
    "rooms/planner/models/families.py: MOST_HOURS, MOST_DAYS": IMPOSSIBLE,
    "flows/whom_a_ward_means.py: BELONGS_FOR": "how far from a booking a stay may be; a person decides",
    "flows/what_a_ward_tells.py: SAME_BIRTH": "how far two clocks may differ about one birth; a person decides",
    "doors/wards/reading.py: NEWBORN_FOR": "who is younger may be a newborn, if the message names a mother too",
    "flows/carers.py: SHOWN": BOUND,
    "flows/carers.py: LONGEST_AWAY": IMPOSSIBLE,
    "flows/plan_week.py: ROOM": SEARCH,
    "flows/ask_what_if.py: STEPS": SEARCH,
    "flows/birth_pool.py: USUAL_SECONDS": SEARCH,
    "flows/birth_pool.py: DAYS": "how many days a roster is asked for at once; rules of rest are the pack's",
    "flows/pool_as_it_stands.py: PARTS": "a share is said in hundredths",
    "rooms/planner/models/pool.py: MOST_ON_CALL_HOURS": IMPOSSIBLE,
    "rooms/planner/models/hotel.py: MOST_BEDS": IMPOSSIBLE,
    "rooms/planner/models/hotel.py: LONGEST_DAY": IMPOSSIBLE,
    "flows/planned_day.py: BESIDE": "the days beside one that are read with it: a week in all",
    "flows/plan_week.py: USUAL_SECONDS, USUAL_DAYS": SEARCH,
    "flows/plan_week.py: FARTHEST": BOUND,
    "flows/review_emergency.py: REVIEW_WITHIN": "our own deadline for judging an emergency, not of care",
    "flows/review_emergency.py: SHOWN_BACK": BOUND,
    "flows/see_scenarios.py: RUNS": "how many runs a page makes of a simulation",
    "flows/see_scenarios.py: KEPT": BOUND,
    "flows/see_capacity.py: *": BOUND,
    "rooms/audit/whence.py: KEPT_OF_*": "bits of an address that the log keeps: ADR 0606",
    "rooms/accounts/entrance.py: MOST_*": "our own rule of signing in; docs/security.md says it",
    "rooms/accounts/inviting.py: *": "our own rule of signing in; docs/security.md says it",
    "flows/welcome.py: SHOWN_OF_PHONE": "how many figures of a number are shown to be known again",
    "rooms/accounts/sessions.py: MOST": BOUND,
    "core/access/decision.py: EMERGENCY_LASTS": "our own rule of access, not of care; printed in docs/access.md",
    "core/access/roles.py: COVER_LASTS": "our own rule of access, not of care; printed in docs/access.md",
    "core/entitlements/case.py: MOST_*": BOUND,
    "core/entitlements/case.py: LONGEST_SPELL_DAYS": IMPOSSIBLE,
    "core/facts/coherence.py: EARLIEST_BIRTH_DAYS": "before 20+0 facts are recorded as a loss; " + IMPOSSIBLE,
    "core/facts/*.py: MOST_NEWBORNS": IMPOSSIBLE,
    "core/facts/coherence.py: MOST_EARLIER_BIRTHS": IMPOSSIBLE,
    "core/facts/coherence.py: MOST_OF_A_KIND": BOUND,
    "core/facts/coherence.py: LONGEST_BEFORE_BOOKING_DAYS": IMPOSSIBLE,
    "core/facts/model.py: LIGHTEST_G, HEAVIEST_G": IMPOSSIBLE,
    "core/finding/fragments.py: MOST_FRAGMENTS": BOUND,
    "core/finding/fragments.py: _EARLIEST_YEAR, _LATEST_YEAR": IMPOSSIBLE,
    "core/finding/likeness.py: *": "how alike two names are, measured in letters",
    "core/finding/names.py: LONGEST_FRAGMENT": BOUND,
    "core/kernel/document.py: LARGEST_BYTES": BOUND,
    "core/kernel/gestation.py: TERM_DAYS": "what a due date is: the day of 40+0",
    "core/kernel/gestation.py: LONGEST_DAYS": IMPOSSIBLE,
    "core/kernel/gestation.py: parse": "days in a week",
    "core/kernel/identifiers.py: *": FORMAT,
    "core/kernel/moments.py: plausible": IMPOSSIBLE,
    "core/kernel/quiet_hours.py: QUIET_FROM, QUIET_UNTIL": OURS,
    "core/kernel/working_days.py: SATURDAY": FORMAT,
    "core/kernel/working_days.py: easter": FORMAT,
    "core/kraamzorg/family.py: LARGEST_HOURS": IMPOSSIBLE,
    "core/kraamzorg/family.py: MOST_NEWBORNS": BOUND,
    "core/pathway/cards.py: NOT_A_LEAP_YEAR": "any year in which 29 February does not exist",
    "core/pathway/earlier.py: FEW_STEPS, MANY_STEPS": BOUND,
    "core/pathway/ladder.py: *": OURS,
    "core/pathway/pressing.py: WEIGHTS": "the order of a list of visits; a person goes where she will",
    "core/pathway/promises.py: WEIGHT": "an order of how sure a window is, not a measure",
    "core/exchange/asking.py: ORDINARY_COUNT, MOST_COUNT": BOUND,
    "core/exchange/asking.py: MOST_PARAMETERS, MOST_VALUES": BOUND,
    "core/exchange/parameters.py: *": FORMAT,
    "core/observing/observable.py: MOST_CHARACTERS": BOUND,
    "core/pathway/view.py: MOST_VIEWS, FEW_VIEWS": BOUND,
    "core/warning/growth.py: RESTRICTED": "the WHO's way of reckoning a z-score, not a limit of care",
    "core/warning/reading.py: MOST_READINGS": BOUND,
    "core/warning/wording.py: HOURS_AT_MOST": "from when on a time is written in days",
    "core/planning/chance.py: *": FORMAT,
    "core/forecasting/activity.py: *": IMPOSSIBLE,
    "core/forecasting/assumption.py: *": IMPOSSIBLE,
    "core/forecasting/births/history.py: *": IMPOSSIBLE,
    "core/forecasting/capacity/alarms.py: *": OURS,
    "core/forecasting/capacity/board.py: *": "how far a board looks; from how many families a share is told",
    "core/forecasting/capacity/document.py: *": IMPOSSIBLE,
    "core/forecasting/capacity/hours.py: LEAST": "what is lost in fractions",
    "core/forecasting/capacity/report.py: RUNS": "how many draws a forecast is made of",
    "core/forecasting/workforce/document.py: *": IMPOSSIBLE,
    "core/forecasting/workforce/simulate.py: *": "weeks in a year, and how a simulation is cut into parts",
    "core/forecasting/workforce/home_visits.py: MINUTES": "minutes in an hour",
    "core/forecasting/workforce/report.py: *": "quantiles that are shown, and what sums lose by rounding",
    "core/forecasting/births/*.py: *": "how a curve is fitted to births and how finely; it says nothing about care",
    "core/forecasting/shorter_stay.py: HALF_A_EURO": "savings are published in whole euros",
    "core/forecasting/shorter_stay.py: CENTS": FORMAT,
    "core/forecasting/shorter_stay.py: _lever": IMPOSSIBLE,
    "core/planning/pool/arrays.py: *": "whole numbers for the search, and how many it looks at; no measure of care",
    "core/planning/pool/document.py: PoolInstance": "days in a week",
    "core/planning/pool/model.py: *": "hours in a day, days in a week, and how long a period may be",
    "core/planning/pool/moving.py: *": "a day before any other, and squares",
    "core/planning/pool/s[eo]*.py: *": SEARCH,
    "core/planning/pool/simulate.py: *": "minutes in an hour, there and back, and which weeks are shown as the worst",
    "core/planning/nation/borders.py: _within": "squares of a distance",
    "core/planning/nation/cutting.py: _halved": "half of something",
    "core/planning/nation/growing.py: *": "days in a year, a whole turn",
    "core/planning/nation/work.py: MILD_MINUTES": SEARCH,
    "core/planning/rounds/arrays.py: TASKS": "a visit is made by one or two",
    "core/planning/rounds/rules.py: HAIR": "what is lost in fractions",
    "core/planning/rounds/s*.py: *": SEARCH,
    "core/planning/week/arrays.py: FAR": "a price that no plan has",
    "core/planning/week/arrays.py: CLOSED": "a mark beside the numbers of carers",
    "core/planning/week/arrays.py: BLOCKS": "the most the search can divide; the pack says as many or fewer",
    "core/planning/week/bound*.py: *": "how far and how exactly a bound is worked out; it decides nothing about care",
    "core/planning/week/distances.py: HAIR": "how near two roundings are; then it is reckoned exactly",
    "core/planning/week/expecting.py: STRIP_KM": "in which order an even sample is taken",
    "core/planning/week/expecting.py: _shadows": "rounding to the nearest",
    "core/planning/week/expecting.py: _where": "up one strip and down the next",
    "core/planning/week/explaining.py: MOST_NAMED": BOUND,
    "core/planning/week/model.py: MOST_*": BOUND,
    "core/planning/week/model.py: ROUNDING": "what a sum of chances loses",
    "core/planning/week/objective.py: amounts": "there and back",
    "core/planning/week/partition.py: divide": "the third carer of three",
    "core/planning/week/pricing.py: LOOKS_EVERY": SEARCH,
    "core/planning/*/together.py: *": SEARCH,
    "core/planning/week/giving.py: NEAREST_CARERS": SEARCH,
    "core/planning/week/giving.py: ROUNDS": SEARCH,
    "core/planning/week/hotel_offer.py: NEAREST_SHORT": SEARCH,
    "core/planning/week/hotel_offer.py: MOST_TRIED": SEARCH,
    "core/planning/week/replanning.py: *": SEARCH,
    "core/planning/week/search.py: *": SEARCH,
    "core/planning/week/solve.py: SearchParams": SEARCH,
    "core/planning/week/tables.py: NEIGHBOURS": SEARCH,
    "core/planning/week/tables.py: _able": "there and back",
    "core/vulnerability/answers.py: LATEST_DAY": BOUND,
    "rooms/accounts/actions.py: SECRET_BYTES": "how hard a link is to guess",
    "rooms/audit/sealing.py: *": "a hash, a lock and rows in memory, no measure of care",
    "rooms/careplan/models/watching.py: Urgency": "an order in the database, not a measure",
    "rooms/messages/*: *": "how often and how long a letter is tried, and what a gateway answers; " + OURS,
    "rooms/devices/*: LONGEST_*": BOUND,
    "rooms/devices/*: MOST_*": BOUND,
    "rooms/people/finding.py: *": BOUND,
    "rooms/record/redrawing*.py: *": "how large and how long a file may be that is drawn anew; no measure of care",
    "flows/alarming.py: MOST_OF_AN_ORGANISATION": BOUND,
    "flows/break_glass.py: MOST_SEARCHES, WITHIN": "a brake on guessing names; a rule of access",
    "flows/receive.py: CLOCKS_AGREE": OURS,
    "flows/taking_visit.py: LASTS": OURS,
    "flows/hand_over.py: READ_WITHIN": OURS,
    "flows/reaching.py: DIGEST_AT": OURS,
    "flows/falling_back.py: SILENT_AFTER": OURS,
    "flows/telling.py: FLAG_CLIMBS_AFTER": OURS,
    "core/exchange/from_xml.py: *": FORMAT,
    "core/exchange/shaped.py: *": FORMAT,
    "flows/exchange/together.py: TRIES": "how often two transactions that wait for each other are begun anew",
    "flows/exchange/tokens.py: SECRET_BYTES": "how hard a token is to guess",
    "flows/exchange/tokens.py: LONGEST": "our own rule of signing in, of programs",
    "flows/exchange/exporting.py: KEPT": "how long the names of what goes out are kept; our own; ADR 0806",
    "flows/exchange/exporting.py: MOST_AT_ONCE": BOUND,
    "flows/exchange/exporting.py: PARTS_OF_A_FILE": BOUND,
    "flows/exchange/notifying.py: PATIENCE": "how long an address of a program may take; ADR 0807",
    "flows/exchange/notifying.py: GIVES_UP_AFTER": "after which a program is told no more; ADR 0807",
    "flows/exchange/subscribing.py: MOST": BOUND,
    "rooms/exchange/subscriptions.py: AT_ONCE": BOUND,
    "rooms/exchange/exports.py: LINES_OF_A_PART": BOUND,
    "flows/exchange/launching.py: LAUNCH_LASTS": "our own rule of signing in, of programs",
    "flows/exchange/granting.py: *_LASTS": "our own rule of signing in, of programs",
    "doors/smart/server.py: LONGEST_ASSERTION": "SMART 2, backend services; no rule of care",
    "flows/*: AT_ONCE": BOUND,
    "flows/*: MOST": BOUND,
    "flows/*: MOST_*": BOUND,
    "flows/*: *_ON_A_PAGE": BOUND,
    "flows/*: *_IN_SIGHT": BOUND,
    "flows/import_record.py: ONE_PREGNANCY": "two bookings so near are of one pregnancy, in every country",
    "flows/observe.py: AHEAD_AT_MOST": "how far two good clocks differ; nothing typed is lost by it",
    "flows/my_day.py: *": BOUND,
    "flows/own_calendar.py: BACK, AHEAD": BOUND,
    "flows/see_around_birth.py: AROUND_A_VISIT": "which appointment a form offers first; a person chooses",
    "flows/see_outbox.py: LOOKS_BACK": BOUND,
    "flows/see_plan.py: LAST_CHANGES": BOUND,
    "flows/watching.py: REMIND_BEFORE": OURS,
    "flows/watching.py: NEWS_FOR": OURS,
    "doors/parents/measuring.py: SHOWN_FOR": OURS,
    "core/exchange/dialects/conversions.py: IN_DAYS": "a week has seven days",
    "core/exchange/dialects/tree.py: DEEPEST": "the bound of a file of another, far above any published case",
    "core/exchange/dialects/tree.py: LONGEST_LEAF": "the bound of a file of another, far above any published case",
    "core/exchange/dialects/tree.py: MOST_ELEMENTS": "the bound of a file of another, far above any published case",
    "core/exchange/dialects/tree.py: MOST_LEAVES": "the bound of a file of another, far above any published case",
    "doors/imports/tables.py: NOON": "the hour of a day that came without one; it is shown as a day",
    "doors/parents/week.py: AHEAD": BOUND,
    "doors/pathway/cards.py: _time": "how a number of hours is written",
    "doors/staff/birth/clock.py: _clock": "from when on an age is written in days",
    "doors/staff/birth/going_home.py: LASTS": "how long a form takes a visit to last until somebody says otherwise",
    "doors/staff/booking/forms.py: LONGEST_*": IMPOSSIBLE,
    "doors/staff/letter/shown.py: LOOKS_AHEAD": BOUND,
    "doors/staff/plan/appointments.py: MORNING, EVENING": "when a form offers a visit until somebody says otherwise",
    "doors/ui/drawing.py: LineOfPhases._ticks": "the marks on an axis",
    "doors/ui/window_drawing.py: *": "from when on a lead time is drawn in days; the geometry of a drawing",
}

ROUND = {0, 1, -1}
CONVERSIONS = {7, 10, 12, 24, 52, 60, 100, 365, 1000, 3600}
MOMENTS = {"timedelta", "time", "relativedelta"}
DECIDES = MOMENTS | {"min", "max"}
TECHNICAL = {"max_length", "max_digits", "decimal_places", "maxsize", "repeat", "indent", "width", "digits"}
WITH_UNIT = re.compile(
    r"(hours?|days?|weeks?|minutes?|_g|_kg|_mm|_ml|_c|_umol_l|percent|age|gestation)$", re.I
)


def number_faults(tree: ast.AST, *, all_of_them: bool = True) -> Iterator[tuple[str, str]]:
    """Each such number as (name of the constant or function it stands in, sentence). all_of_them: False in doors."""
    for node, above in _with_ancestors(tree, ()):
        value = _number(node)
        if value is None or value in ROUND:
            continue
        why = _decides(node, above, all_of_them)
        if why:
            yield _owner(above), f"line {node.lineno}: {value:g} {why}; a rule of care belongs in packs"  # type: ignore[attr-defined]


def allowed(path: str, name: str) -> str | None:
    """The line of the list that lets this pass, None if there is none."""
    return next((line for line in ALLOWED if fnmatch(f"{path}: {name}", line)), None)


def _with_ancestors(
    node: ast.AST, above: tuple[ast.AST, ...]
) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    yield node, above
    for child in ast.iter_child_nodes(node):
        yield from _with_ancestors(child, (*above, node))


def _number(node: ast.AST) -> float | None:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)
    return None


def _decides(node: ast.AST, above: tuple[ast.AST, ...], all_of_them: bool) -> str:
    """In what way the number decides, from the inside out; nothing if it does not."""
    below = node
    for each in reversed(above):
        if isinstance(each, ast.Subscript) and below is each.slice:
            return ""
        if isinstance(each, ast.BinOp) and _converts(each, node):
            return ""
        if isinstance(each, ast.keyword) and each.arg in TECHNICAL:
            return ""
        if isinstance(each, ast.Call) and below is not each.func:
            name = _name(each.func)
            if name in (DECIDES if all_of_them else MOMENTS):
                return f"is handed to {name}"
            return ""
        if isinstance(each, ast.Compare):
            return _compared(each, all_of_them)
        if isinstance(each, ast.arguments):
            return "is the default of a parameter" if all_of_them else ""
        if isinstance(each, ast.Assign | ast.AnnAssign | ast.AugAssign) and below is each.value:
            return "is given to a name" if all_of_them else ""
        if isinstance(each, ast.stmt):
            return ""
        below = each
    return ""


def _converts(operation: ast.BinOp, number: ast.AST) -> bool:
    """`days * 7`, `minutes / 60`: another unit of the same, of something that is no number itself."""
    other = operation.left if operation.right is number else operation.right
    return (
        number in (operation.left, operation.right)
        and isinstance(operation.op, ast.Mult | ast.Div | ast.FloorDiv | ast.Mod)
        and _number(number) in CONVERSIONS
        and not any(_number(each) is not None for each in ast.walk(other))
        and not (isinstance(other, ast.Name) and other.id.isupper())  # 24 * HOUR says a duration
    )


def _compared(compare: ast.Compare, all_of_them: bool) -> str:
    sides = [compare.left, *compare.comparators]
    if any(isinstance(side, ast.Call) and _name(side.func) in ("len", "count", "ord") for side in sides):
        return ""
    names = [_name(each) for side in sides for each in ast.walk(side)]
    if all_of_them or any(WITH_UNIT.search(name) for name in names):
        return "is compared with"
    return ""


def _owner(above: tuple[ast.AST, ...]) -> str:
    """The constant or the function (`Class.method`) that holds it."""
    names = [each.name for each in above if isinstance(each, ast.FunctionDef | ast.ClassDef)]
    if not names:
        for each in above:
            if isinstance(each, ast.Assign):
                return ", ".join(_name(part) for target in each.targets for part in _parts(target))
            if isinstance(each, ast.AnnAssign):
                return _name(each.target)
    return ".".join(names) or "the module"


def _parts(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple) else [target]


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
